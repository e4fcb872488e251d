using System.ComponentModel.DataAnnotations;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>Keeps under a name how a person said that files are read. Who changes it must have seen what is kept; the same again changes nothing.</summary>
internal sealed record SaveProfile(string Name, string? IfMatch, ProfileDeclaration Body)
    : IRequest<SavedOutcome>;

/// <summary>The profile as it is kept now, and whether it is new.</summary>
internal sealed record SavedOutcome(ProfileDetails Profile, bool Created);

/// <summary>How source files become canonical tables, as a profile.yaml of the declarative form says it.</summary>
/// <param name="Description">What it reads, up to 500 characters.</param>
/// <param name="Currency">ISO 4217; null where the source does not say.</param>
/// <param name="AsOf">A date, latest-start-date or latest-month; null where it is given with each import.</param>
/// <param name="Delimiter">One character between cells; found by itself where null.</param>
/// <param name="Encoding">utf-8 (if not given), latin-1, utf-16 or utf-16be.</param>
/// <param name="SkipLines">Lines above the header that are none of it, such as a title.</param>
/// <param name="HeaderLines">Lines that name the columns, 1 if not given: the words of a column are joined, and an upper one stands for those to its right too.</param>
/// <param name="AmountPaidIsPrincipal">amount_paid holds principal only, so that a fully paid loan must balance.</param>
/// <param name="RejectShareLimit">Share of the rows of a table that may be refused; if not given that of the server, 0.2 if not configured.</param>
/// <param name="Bands">Lower edges of the bands by age, income, amount and rate; the usual ones where not given.</param>
/// <param name="Delinquency">How lateness is counted; strictly where null.</param>
/// <param name="Tables">The canonical tables that come out of the files.</param>
/// <param name="Attributes">Further columns of customers and loans that are kept.</param>
public sealed record ProfileDeclaration(
    string? Description,
    string? Currency,
    string? AsOf,
    string? Delimiter,
    [property: AllowedValues("utf-8", "latin-1", "utf-16", "utf-16be")] string? Encoding,
    int? SkipLines,
    int? HeaderLines,
    bool? AmountPaidIsPrincipal,
    double? RejectShareLimit,
    IReadOnlyDictionary<string, IReadOnlyList<decimal>>? Bands,
    StatedPolicy? Delinquency,
    IReadOnlyList<DeclaredTable> Tables,
    IReadOnlyList<AttributeSource>? Attributes
);

/// <summary>A canonical table that comes out of a file.</summary>
/// <param name="Table">Its name, as branches, customers or loans.</param>
/// <param name="File">The source file.</param>
/// <param name="Optional">The table is left out where the file is not given.</param>
/// <param name="Latest">Where the file has many rows for one key: the row with the latest value of it is taken. Its column is latest.</param>
/// <param name="LeaveOut">Records that are none of the table's, such as a line of totals: those in which each of these cells is one of the values listed.</param>
/// <param name="Columns">Where its columns come from.</param>
public sealed record DeclaredTable(
    string Table,
    string File,
    bool? Optional,
    DeclaredColumn? Latest,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? LeaveOut,
    IReadOnlyList<DeclaredColumn> Columns
);

/// <summary>Where a canonical column comes from: a source column or a constant, and how its values are read.</summary>
/// <param name="Column">The canonical column.</param>
/// <param name="Source">The source column; null where the value is constant.</param>
/// <param name="Constant">One value for all rows.</param>
/// <param name="DateFormat">As in strptime, such as %d/%m/%Y, or excel for a spreadsheet's days; ISO dates where null.</param>
/// <param name="LatestYear">The last of the hundred years that a year of two digits can mean.</param>
/// <param name="NumberFormat">How the source writes 1234.56, such as $1,234.56, 1.234,56 or (1,234.56); as it stands here where null.</param>
/// <param name="Times">What the number is multiplied by, such as 100 where rates are fractions.</param>
/// <param name="Map">Words of the source to ours.</param>
/// <param name="Empty">Values that mean unknown.</param>
/// <param name="Optional">The file may lack the column.</param>
public sealed record DeclaredColumn(
    string Column,
    string? Source,
    string? Constant,
    string? DateFormat,
    int? LatestYear,
    string? NumberFormat,
    decimal? Times,
    IReadOnlyDictionary<string, string>? Map,
    IReadOnlyList<string>? Empty,
    bool? Optional
);

/// <summary>A column of the lender's own that is kept.</summary>
/// <param name="Table">customers or loans.</param>
/// <param name="Name">What by=attribute:NAME names it by.</param>
/// <param name="Type">number or category.</param>
/// <param name="Source">The source column; that of the name where null.</param>
/// <param name="Meaning">What it means.</param>
public sealed record AttributeSource(
    string Table,
    string Name,
    [property: AllowedValues("number", "category")] string Type,
    string? Source,
    string? Meaning
);

internal sealed class SaveProfileValidator : AbstractValidator<SaveProfile>
{
    public SaveProfileValidator()
    {
        RuleFor(r => r.Name)
            .Matches("^[a-z0-9][a-z0-9-]{0,62}$")
            .WithMessage(
                "A profile's name is of small letters, digits and hyphens, up to 63 characters."
            );
        RuleFor(r => r.Body.Description)
            .MaximumLength(500)
            .OverridePropertyName("description")
            .WithMessage("description is up to 500 characters.");
        RuleFor(r => r.Body.Tables)
            .NotEmpty()
            .OverridePropertyName("tables")
            .WithMessage("tables names at least one table.");
        RuleFor(r => r.Body)
            .Must(DeclaredProfile.IsWhole)
            .OverridePropertyName("tables")
            .WithMessage(
                "A table has table, file and columns, a column its column, an attribute table, name and type; no list or map holds null, and no text NUL."
            );
    }
}

internal sealed class SaveProfileHandler(LoanDb db, TimeProvider clock)
    : IRequestHandler<SaveProfile, SavedOutcome>
{
    private const int LongestContent = 1_000_000;

    public async Task<SavedOutcome> Handle(SaveProfile request, CancellationToken cancellationToken)
    {
        if (Profile.IsInstalled(request.Name))
            throw new ProblemException(
                409,
                "profile-built-in",
                "The profile is built in",
                $"'{request.Name}' is installed with the program and cannot be changed here; save yours under another name."
            );
        // What is kept is the text of a profile.yaml, and held to the very rules of one.
        var content = request.Body.Yaml();
        Profile.Hold(content.Length <= LongestContent, "tables", "The profile is too long.");
        var profile = Profile.Saved(request.Name, content);
        var saved = await db.Profiles.FindAsync([request.Name], cancellationToken);
        var changed = clock.GetUtcNow().UtcDateTime;
        if (saved?.Content != content)
        {
            if (saved is not null)
                IfMatch.Require(request.IfMatch, "profile");
            var holds = saved is null
                ? string.IsNullOrEmpty(request.IfMatch)
                : IfMatch.Holds(
                    request.IfMatch,
                    GetProfileHandler.TagOf(saved.Name, saved.Revision)
                );
            var rows = !holds
                ? 0
                : await db.Database.ExecuteSqlAsync(
                    $"""
                    insert into profiles (name, content, revision, changed_at) values ({request.Name}, {content}, 1, {changed})
                    on conflict (name) do update set content = excluded.content, revision = profiles.revision + 1, changed_at = excluded.changed_at
                    where profiles.revision = {saved?.Revision ?? 0}
                    """,
                    cancellationToken
                );
            if (rows == 0)
                throw IfMatch.Changed(
                    saved is null
                        ? "There is no such profile any more, or it has just been saved. Look at it again."
                        : $"The profile was saved on {saved.ChangedAt:yyyy-MM-dd HH:mm} UTC. Look at it again, and save it anew if need be."
                );
            db.ChangeTracker.Clear();
        }
        var kept = await db.Profiles.FindAsync([request.Name], cancellationToken);
        return new(GetProfileHandler.Details(profile, kept), Created: saved is null);
    }
}

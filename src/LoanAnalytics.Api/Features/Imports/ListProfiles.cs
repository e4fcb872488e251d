using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The mapping profiles that an import can name.</summary>
internal sealed record ListProfiles : IRequest<Listing<ProfileItem>>;

/// <summary>An empty file of a canonical table: its header, to be filled in.</summary>
internal sealed record GetTemplate(string Table) : IRequest<string>;

/// <summary>A mapping profile.</summary>
/// <param name="Name">What an import names it by.</param>
/// <param name="Description">What it reads.</param>
/// <param name="Form">Our own column names, a declared mapping, or one SELECT a table.</param>
/// <param name="BuiltIn">It is installed with the program; else a person saved it.</param>
/// <param name="ChangedAt">When it was saved, UTC; null of one that is built in.</param>
/// <param name="Currency">ISO 4217; null where the source does not say.</param>
/// <param name="AsOf">A date, or latest-start-date; null where the operator must give it.</param>
/// <param name="Delinquency">How it states that lateness is counted; null where it states nothing, which is strict without grace or tolerance, and in a merge as the book has it.</param>
/// <param name="Files">The files that it reads; of canonical any.</param>
public sealed record ProfileItem(
    string Name,
    string Description,
    ProfileForm Form,
    bool BuiltIn,
    DateTime? ChangedAt,
    string? Currency,
    string? AsOf,
    StatedPolicy? Delinquency,
    IReadOnlyList<string> Files
);

/// <summary>How a profile says what comes from where.</summary>
public enum ProfileForm
{
    Canonical,
    Declarative,
    Sql,
}

internal sealed class ListProfilesHandler(LoanDb db)
    : IRequestHandler<ListProfiles, Listing<ProfileItem>>,
        IRequestHandler<GetTemplate, string>
{
    public async Task<Listing<ProfileItem>> Handle(
        ListProfiles request,
        CancellationToken cancellationToken
    )
    {
        var saved = await db
            .Profiles.AsNoTracking()
            .OrderBy(p => p.Name)
            .ToListAsync(cancellationToken);
        ProfileItem[] profiles =
        [
            .. Profile.Names.Select(n => Item(Profile.Load(n), null)),
            // The operator may have installed one of the same name since.
            .. saved
                .Where(p => !Profile.IsInstalled(p.Name))
                .Select(p => Item(Profile.Saved(p.Name, p.Content), p.ChangedAt)),
        ];
        return new(await db.MetaNow(cancellationToken), profiles.Length, profiles, null);
    }

    private static ProfileItem Item(Profile p, DateTime? changedAt) =>
        new(
            p.Name,
            p.Description,
            p.Form,
            changedAt is null,
            changedAt,
            p.Currency,
            p.AsOf,
            p.StatedPolicy is { } policy ? StatedPolicy.Of(policy) : null,
            p.Reads
        );

    public Task<string> Handle(GetTemplate request, CancellationToken cancellationToken) =>
        Task.FromResult(
            CanonicalTable.Of(request.Table) is { } table
                ? string.Join(',', table.Columns.Select(c => c.Name)) + "\n"
                : throw ProblemException.NotFound($"table {request.Table}")
        );
}

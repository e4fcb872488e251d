using System.ComponentModel.DataAnnotations;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>What people recorded of a loan.</summary>
internal sealed record GetWatchNote(string LoanId) : IRequest<WatchNoteItem>;

/// <summary>Records who takes care of a loan, how far they are and what came of it. Who records must have seen what is recorded: nothing overwrites another's change.</summary>
internal sealed record SetWatchNote(string LoanId, string? IfMatch, NewWatchNote Body)
    : IRequest<WatchNoteItem>;

/// <summary>What is to be recorded; what is not given is emptied.</summary>
/// <param name="Owner">Who takes care of it, up to 100 characters.</param>
/// <param name="Status">open, contacted, promised, arranged or closed; a closed loan is no longer on the list.</param>
/// <param name="Note">Up to 2,000 characters.</param>
/// <param name="Outcome">What came of it: paid, restructured, refused, unreachable or notNeeded.</param>
public sealed record NewWatchNote(
    string? Owner,
    [property: AllowedValues("open", "contacted", "promised", "arranged", "closed")] string Status,
    string? Note,
    [property: AllowedValues("paid", "restructured", "refused", "unreachable", "notNeeded")]
        string? Outcome
);

/// <summary>What people recorded of a loan.</summary>
/// <param name="LoanId">The lender's key of the loan.</param>
/// <param name="Owner">Who takes care of it; null where nobody does yet.</param>
/// <param name="Status">open, contacted, promised, arranged or closed; open where nothing was recorded.</param>
/// <param name="Note">Free text.</param>
/// <param name="Outcome">What came of it; null while nothing did.</param>
/// <param name="ChangedAt">When it was recorded, UTC; null where nothing was.</param>
/// <param name="NoteTag">The ETag that a change of it takes as If-Match.</param>
public sealed record WatchNoteItem(
    string LoanId,
    string? Owner,
    [property: AllowedValues("open", "contacted", "promised", "arranged", "closed")] string Status,
    string? Note,
    [property: AllowedValues("paid", "restructured", "refused", "unreachable", "notNeeded")]
        string? Outcome,
    DateTime? ChangedAt,
    string NoteTag
)
{
    internal const string Open = "open";
    internal static readonly string[] Statuses =
    [
        Open,
        "contacted",
        "promised",
        "arranged",
        "closed",
    ];
    internal static readonly string[] Outcomes =
    [
        "paid",
        "restructured",
        "refused",
        "unreachable",
        "notNeeded",
    ];

    internal static string TagOf(string loanId, int revision) =>
        $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(loanId)))[..16]}-{revision}\"";

    internal static WatchNoteItem Of(string loanId, WatchNote? note) =>
        new(
            loanId,
            note?.Owner,
            note?.Status ?? Open,
            note?.Note,
            note?.Outcome,
            note?.ChangedAt,
            TagOf(loanId, note?.Revision ?? 0)
        );
}

internal sealed class SetWatchNoteValidator : AbstractValidator<SetWatchNote>
{
    public SetWatchNoteValidator()
    {
        RuleFor(r => r.Body.Owner)
            .Must(o => o is null || (o.Length <= 100 && !o.Any(char.IsControl)))
            .OverridePropertyName("owner")
            .WithMessage("owner is up to 100 characters, none of them a control character.");
        RuleFor(r => r.Body.Note)
            .Must(n =>
                n is null || (n.Length <= 2000 && !n.Contains('\0', StringComparison.Ordinal))
            )
            .OverridePropertyName("note")
            .WithMessage("note is up to 2000 characters.");
        RuleFor(r => r.Body.Status)
            .Must(WatchNoteItem.Statuses.Contains)
            .OverridePropertyName("status")
            .WithMessage(r =>
                $"status is one of {string.Join(", ", WatchNoteItem.Statuses)}, not {Nearest.Quoted(r.Body.Status ?? "")}."
            );
        RuleFor(r => r.Body.Outcome)
            .Must(o => o is null || WatchNoteItem.Outcomes.Contains(o))
            .OverridePropertyName("outcome")
            .WithMessage(r =>
                $"outcome is one of {string.Join(", ", WatchNoteItem.Outcomes)}, not {Nearest.Quoted(r.Body.Outcome ?? "")}."
            );
    }
}

internal sealed class SetWatchNoteHandler(LoanDb db, TimeProvider clock)
    : IRequestHandler<GetWatchNote, WatchNoteItem>,
        IRequestHandler<SetWatchNote, WatchNoteItem>
{
    public async Task<WatchNoteItem> Handle(
        GetWatchNote request,
        CancellationToken cancellationToken
    )
    {
        var (_, note) = await Find(request.LoanId, cancellationToken);
        return WatchNoteItem.Of(request.LoanId, note);
    }

    public async Task<WatchNoteItem> Handle(
        SetWatchNote request,
        CancellationToken cancellationToken
    )
    {
        IfMatch.Require(request.IfMatch, "note");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var (customer, note) = await Find(request.LoanId, cancellationToken);
        var revision = note?.Revision ?? 0;
        var body = request.Body;
        var changed = IfMatch.Holds(request.IfMatch, WatchNoteItem.TagOf(request.LoanId, revision))
            ? await db.Database.ExecuteSqlAsync(
                $"""
                insert into watch_notes (customer_id, loan_id, owner, status, note, outcome, revision, changed_at)
                values ({customer}, {request.LoanId}, {Text(body.Owner)}, {body.Status}, {Text(
                    body.Note
                )}, {body.Outcome}, 1, {clock.GetUtcNow().UtcDateTime})
                on conflict (customer_id, loan_id) do update set owner = excluded.owner, status = excluded.status, note = excluded.note,
                    outcome = excluded.outcome, revision = watch_notes.revision + 1, changed_at = excluded.changed_at
                where watch_notes.revision = {revision}
                """,
                cancellationToken
            )
            : 0;
        if (changed == 0)
            throw IfMatch.Changed(
                $"The loan is {note?.Status ?? WatchNoteItem.Open}{(note?.Owner is { } owner ? $" with {owner}" : "")} now. Look at it again, and record it anew if need be."
            );
        await db.NewestVersions()
            .ExecuteUpdateAsync(
                v => v.SetProperty(x => x.WatchRevision, x => x.WatchRevision + 1),
                cancellationToken
            );
        await transaction.CommitAsync(cancellationToken);
        return await Handle(new GetWatchNote(request.LoanId), cancellationToken);
    }

    private static string? Text(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>The loan's customer, and what is recorded of it; 404 where there is no such loan.</summary>
    private async Task<(string Customer, WatchNote? Note)> Find(
        string loanId,
        CancellationToken cancellationToken
    )
    {
        var customer =
            await db
                .Loans.Where(l => l.LoanId == loanId)
                .Select(l => l.CustomerId)
                .FirstOrDefaultAsync(cancellationToken)
            ?? throw ProblemException.NotFound($"loan {loanId}");
        return (
            customer,
            await db
                .WatchNotes.AsNoTracking()
                .SingleOrDefaultAsync(
                    n => n.CustomerId == customer && n.LoanId == loanId,
                    cancellationToken
                )
        );
    }
}

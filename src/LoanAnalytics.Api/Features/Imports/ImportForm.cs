using System.ComponentModel.DataAnnotations;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>The fields of an upload, for the contract; the files themselves are written to disk as they come in.</summary>
/// <param name="Files">The files of the extract, one part each, under the names that the profile reads; each also as .gz, and several in one .zip.</param>
/// <param name="Profile">A mapping profile that GET /profiles lists; canonical if not given.</param>
/// <param name="AsOf">Date of the data, inclusive; needed where neither the profile nor the data say it.</param>
/// <param name="Mode">replace (the default): the extract takes the whole portfolio's place. merge: its rows are put in by key.</param>
/// <param name="Expect">JSON of the control totals that the extract must have: loans, principal, amountPaid, outstanding, each only where wanted.</param>
internal sealed record ImportForm(
    [property: Required] IFormFileCollection Files,
    string? Profile,
    DateOnly? AsOf,
    [property: AllowedValues("replace", "merge")] string? Mode,
    string? Expect
);

/// <summary>The fields of an upload that is only looked at.</summary>
/// <param name="Files">The files of the extract, or the beginnings of them, under the names that the profile reads.</param>
/// <param name="Profile">A mapping profile that GET /profiles lists; if not given, canonical for files named and headed like our own tables; of others it is suggested how they might be read.</param>
/// <param name="AsOf">Date of the data, inclusive; needed where neither the profile nor the data say it.</param>
/// <param name="Mode">replace (the default), or merge: the published book's customers, branches and loans are known too.</param>
/// <param name="Expect">JSON of the control totals that the extract must have: loans, principal, amountPaid, outstanding, each only where wanted.</param>
/// <param name="Excerpt">true where a file is only the beginning of a larger one; false if not given.</param>
/// <param name="Choices">Where no profile is given: JSON of what a person chose, a list of file, column, and any of field (TABLE.COLUMN, customers.attribute or loans.attribute; empty to leave the column out), dateFormat, numberFormat, times, words. What is not chosen is suggested.</param>
internal sealed record PreviewForm(
    [property: Required] IFormFileCollection Files,
    string? Profile,
    DateOnly? AsOf,
    [property: AllowedValues("replace", "merge")] string? Mode,
    string? Expect,
    bool? Excerpt,
    string? Choices
);

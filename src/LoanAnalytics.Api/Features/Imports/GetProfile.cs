using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using MediatR;

namespace LoanAnalytics.Api.Features.Imports;

/// <summary>One mapping profile, with what it declares.</summary>
internal sealed record GetProfile(string Name) : IRequest<ProfileDetails>;

/// <summary>A mapping profile and what it declares.</summary>
/// <param name="Name">What an import names it by.</param>
/// <param name="Form">Our own column names, a declared mapping, or one SELECT a table.</param>
/// <param name="BuiltIn">It is installed with the program; only its operator changes it.</param>
/// <param name="ChangedAt">When it was saved, UTC; null of one that is built in.</param>
/// <param name="ProfileTag">The ETag that a change of it takes as If-Match.</param>
/// <param name="Declaration">What it declares; null of the other forms.</param>
public sealed record ProfileDetails(
    string Name,
    ProfileForm Form,
    bool BuiltIn,
    DateTime? ChangedAt,
    string ProfileTag,
    ProfileDeclaration? Declaration
);

internal sealed class GetProfileHandler(LoanDb db) : IRequestHandler<GetProfile, ProfileDetails>
{
    public async Task<ProfileDetails> Handle(
        GetProfile request,
        CancellationToken cancellationToken
    )
    {
        if (Profile.IsInstalled(request.Name))
            return Details(Profile.Load(request.Name), null);
        var saved =
            await db.Profiles.FindAsync([request.Name], cancellationToken)
            ?? throw ProblemException.NotFound($"profile {Nearest.Quoted(request.Name)}");
        return Details(Profile.Saved(saved.Name, saved.Content), saved);
    }

    internal static string TagOf(string name, int revision) => $"\"{name}-{revision}\"";

    /// <param name="profile">The profile.</param>
    /// <param name="saved">Its record; null of one that is built in.</param>
    internal static ProfileDetails Details(Profile profile, SavedProfile? saved) =>
        new(
            profile.Name,
            profile.Form,
            saved is null,
            saved?.ChangedAt,
            TagOf(profile.Name, saved?.Revision ?? 0),
            profile.Form == ProfileForm.Declarative ? DeclaredProfile.Of(profile) : null
        );
}

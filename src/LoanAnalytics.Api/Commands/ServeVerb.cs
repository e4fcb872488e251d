using System.CommandLine;

namespace LoanAnalytics.Api.Commands;

/// <summary>serve: the server, until it is stopped.</summary>
internal static class ServeVerb
{
    public static Command Command()
    {
        var verb = new Command(
            "serve",
            "Serves API and client (the default). ASPNETCORE_URLS sets the address; else it is http://127.0.0.1:5080."
        );
        verb.SetAction((_, cancellationToken) => Run(cancellationToken));
        return verb;
    }

    public static async Task<int> Run(CancellationToken cancellationToken)
    {
        await Server.Build([]).RunAsync(cancellationToken);
        return 0;
    }
}

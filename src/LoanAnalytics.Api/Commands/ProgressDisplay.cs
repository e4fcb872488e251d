using System.Globalization;
using Spectre.Console;

namespace LoanAnalytics.Api.Commands;

/// <summary>How far long work has come: a live bar on a terminal; elsewhere a line for each phase and each tenth of the way.</summary>
internal static class ProgressDisplay
{
    public static async Task<T> Show<T>(Func<Action<string, double>, Task<T>> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
            return await work(Lines());
        return await AnsiConsole
            .Progress()
            .StartAsync(context =>
            {
                var task = context.AddTask("starting");
                return work(
                    (phase, share) =>
                        (task.Description, task.Value) = (Markup.Escape(phase), 100 * share)
                );
            });
    }

    private static Action<string, double> Lines()
    {
        var (lastPhase, lastTenth) = ("", -1);
        return (phase, share) =>
        {
            var tenth = (int)(10 * share);
            if (phase == lastPhase && tenth == lastTenth)
                return;
            (lastPhase, lastTenth) = (phase, tenth);
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{phase} {100 * share:0} %")
            );
        };
    }
}

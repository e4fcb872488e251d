using System.ComponentModel.DataAnnotations;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using Npgsql;
using NpgsqlTypes;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>What the loss that contact avoids is reckoned with. None of it is observed of these loans.</summary>
/// <param name="ContactEffect">Share of the expected loss that contact avoids, 0..1: an assumption, not a figure of the book. Risk__ContactEffect of the configuration, 0.2 if not given.</param>
/// <param name="LossGivenDefault">Share of the exposure that is lost at default.</param>
/// <param name="LossGivenDefaultBasis">observed: 1 - recovered / balance at default, of the defaulted loans whose workout has ended, at least 20 of them. assumed: 0.45, that of unsecured loans under Basel's foundation approach. given: as asked for.</param>
/// <param name="BaseProbability">The chance that counts for loans without a score: share of the book's loans that defaulted.</param>
public sealed record RiskAssumption(
    double ContactEffect,
    double LossGivenDefault,
    [property: AllowedValues("observed", "assumed", "given")] string LossGivenDefaultBasis,
    double BaseProbability
)
{
    private const double UsualContactEffect = 0.2;
    private const double UsualLoss = 0.45;

    /// <summary>With fewer ended workouts the share that came back is chance.</summary>
    private const int LeastWorkouts = 20;

    private sealed record Row(
        double DefaultRate,
        long Workouts,
        double? Exposure,
        double? Recovered
    );

    internal static async Task<RiskAssumption> Of(
        LoanDb db,
        IConfiguration configuration,
        decimal? contactEffect,
        decimal? lossGivenDefault,
        CancellationToken cancellationToken
    )
    {
        var row = (await db.QueryFile<Row>("RiskAssumptions", cancellationToken)).Single();
        var (loss, basis) =
            lossGivenDefault is { } given ? ((double)given, "given")
            : row.Workouts >= LeastWorkouts
                ? (Math.Clamp(1 - row.Recovered!.Value / row.Exposure!.Value, 0, 1), "observed")
            : (UsualLoss, "assumed");
        return new(
            (double?)contactEffect
                ?? configuration.GetValue("Risk:ContactEffect", UsualContactEffect),
            loss,
            basis,
            row.DefaultRate
        );
    }

    /// <summary>The parameters of WatchLoans.sql beside the filter.</summary>
    internal IEnumerable<NpgsqlParameter> Parameters(bool withClosed) =>
        [
            new("base_probability", NpgsqlDbType.Double) { Value = BaseProbability },
            new("loss_given_default", NpgsqlDbType.Double) { Value = LossGivenDefault },
            new("with_closed", NpgsqlDbType.Boolean) { Value = withClosed },
        ];
}

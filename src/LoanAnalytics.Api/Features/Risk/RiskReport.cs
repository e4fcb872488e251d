using System.Text.Json;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>Which loans a model learnt from, and on which it was tested.</summary>
/// <param name="Basis">history: loans as they stood on a day, and what became of them in the months after. status: loans as they were made, and how they have ended; without history no more is known.</param>
/// <param name="Split">time: tested on a later day than all that it learnt from. folds: five parts by customer, each tested on a model of the other four; with few loans dealt out five times, and the mean told. Intervals of folds are half as wide again, since their models learn from the same loans.</param>
/// <param name="Outcome">What counts as default.</param>
/// <param name="Learnt">The rows that the stored model learnt from. After its test it learns anew from all that is known.</param>
/// <param name="TestLearnt">The rows that the tested model learnt from; of folds those of all together.</param>
/// <param name="Tested">The rows that it was tested on.</param>
/// <param name="Share">Share of the loans that were read, 0..1, the same ones each time.</param>
public sealed record RiskTest(
    [property: System.ComponentModel.DataAnnotations.AllowedValues("history", "status")]
        string Basis,
    [property: System.ComponentModel.DataAnnotations.AllowedValues("time", "folds")] string Split,
    string Outcome,
    RiskSample Learnt,
    RiskSample TestLearnt,
    RiskSample Tested,
    double Share
);

/// <summary>Rows: loans on days of observation.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Customers">Their customers.</param>
/// <param name="Defaults">Rows whose loan defaulted.</param>
/// <param name="From">The first day of observation; null where there is none.</param>
/// <param name="To">The last.</param>
public sealed record RiskSample(
    int Rows,
    int Customers,
    int Defaults,
    DateOnly? From,
    DateOnly? To
);

/// <summary>How well chances of default told bad from good on loans not learnt from, with 95 % bootstrap intervals, the loans of a customer drawn together.</summary>
/// <param name="Auc">Chance that a loan that defaulted had the higher chance, ties half: 0.5 = no better than chance.</param>
/// <param name="Gini">2 AUC - 1.</param>
/// <param name="Ks">Largest distance between the shares of bad and of good at or above a chance.</param>
/// <param name="Brier">Mean squared difference of chance and outcome, 0 the best.</param>
/// <param name="BrierSkill">1 - Brier / Brier of the base rate for everyone: 0 = no better than the base rate.</param>
/// <param name="LogLoss">Mean of -ln(chance given to what happened).</param>
public sealed record ModelFigures(
    EstimateInterval? Auc,
    EstimateInterval? Gini,
    EstimateInterval? Ks,
    EstimateInterval? Brier,
    EstimateInterval? BrierSkill,
    EstimateInterval? LogLoss
)
{
    /// <summary>The interval of AUC lies above 0.5.</summary>
    internal bool IsBetterThanChance => Auc is { Low: > 0.5 };
}

/// <summary>Whether chances of default came true on loans not learnt from.</summary>
/// <param name="Bins">Tenths of the loans by rising chance, with what was observed.</param>
/// <param name="ExpectedError">Mean distance of chance and observed share over the bins.</param>
/// <param name="Slope">Of a regression of the outcome on the logarithm of the odds: 1 is right, below 1 chances are spread too far; null where it cannot be told.</param>
/// <param name="Intercept">Of the same: 0 is right.</param>
public sealed record ModelCalibration(
    IReadOnlyList<CalibrationBin> Bins,
    double ExpectedError,
    double? Slope,
    double? Intercept
);

/// <summary>How much a feature moves scores.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Label">What a sentence calls it.</param>
/// <param name="MeanPoints">Mean of the points by which it moves a loan's score, up or down.</param>
/// <param name="Share">Of those of all features, 0..1.</param>
/// <param name="InformationValue">What it tells by itself; null of trees.</param>
/// <param name="Bins">The scorecard's bins; null of trees.</param>
public sealed record FeatureImportance(
    string Feature,
    string Label,
    double MeanPoints,
    double Share,
    double? InformationValue,
    IReadOnlyList<PointsBin>? Bins
);

/// <summary>A bin of a scorecard.</summary>
/// <param name="Label">Its values.</param>
/// <param name="Good">Rows that did not default.</param>
/// <param name="Bad">Rows that did.</param>
/// <param name="Weight">Weight of evidence: positive = safer than average.</param>
/// <param name="Points">What it adds to the score of the average loan.</param>
public sealed record PointsBin(string Label, long Good, long Bad, double Weight, double Points);

/// <summary>How one algorithm did.</summary>
/// <param name="Algorithm">scorecard: monotone bins, weights of evidence, logistic regression, points. lightgbm: gradient-boosted trees.</param>
/// <param name="Sha256">Of the stored model.</param>
/// <param name="IsPublishable">The interval of AUC lies above 0.5.</param>
/// <param name="Figures">How well it tells bad from good.</param>
/// <param name="Calibration">Whether its chances come true.</param>
/// <param name="Roc">What is caught and what is disturbed by acting on the riskiest.</param>
/// <param name="Gains">Tenths of the loans, riskiest first.</param>
/// <param name="BaseScore">Score of a loan that no feature moves: reasons are told against it.</param>
/// <param name="Features">What moves its scores, most first.</param>
public sealed record AlgorithmCard(
    [property: System.ComponentModel.DataAnnotations.AllowedValues("scorecard", "lightgbm")]
        string Algorithm,
    string Sha256,
    bool IsPublishable,
    ModelFigures Figures,
    ModelCalibration Calibration,
    IReadOnlyList<RocPoint> Roc,
    IReadOnlyList<GainsPart> Gains,
    double BaseScore,
    IReadOnlyList<FeatureImportance> Features
);

/// <summary>What is stored of how a model was tested.</summary>
internal sealed record RiskReport(RiskTest Test, IReadOnlyList<AlgorithmReport> Algorithms)
{
    public static RiskReport? Read(JsonDocument? report)
    {
        try
        {
            return report?.Deserialize<RiskReport>(JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What is stored of one algorithm.</summary>
/// <param name="Card">What the model card tells.</param>
/// <param name="Drift">The running loans of the version that it was made from, in the model's bins.</param>
/// <param name="Groups">Its test rows by gender and age band.</param>
/// <param name="BackTests">Its rankings at past days.</param>
internal sealed record AlgorithmReport(
    AlgorithmCard Card,
    Measures.RiskDrift Drift,
    IReadOnlyList<GroupedTest> Groups,
    IReadOnlyList<RankedDay> BackTests
);

/// <summary>Test rows of one group, with how many of them the riskiest rows hold.</summary>
/// <param name="By">gender or ageBand.</param>
/// <param name="Group">The group.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Bad">Of these, defaulted.</param>
/// <param name="SumPd">Sum of their chances.</param>
/// <param name="Flagged">For each share of the riskiest rows, the group's good and bad among them.</param>
internal sealed record GroupedTest(
    string By,
    string Group,
    long Rows,
    long Bad,
    double SumPd,
    IReadOnlyList<FlaggedAt> Flagged
);

internal sealed record FlaggedAt(double Share, long Good, long Bad);

/// <summary>Customers as they would have been ranked on a past day, by a model that knew nothing later, and who of them defaulted in the six months after.</summary>
/// <param name="Day">The day.</param>
/// <param name="Customers">Customers with a running loan.</param>
/// <param name="Defaulted">Of these, with a default in the six months after.</param>
/// <param name="ByExpectedLoss">Their places, from 1, by chance times exposure: the order of the watch list.</param>
/// <param name="ByProbability">Their places by chance alone.</param>
/// <param name="ByDaysPastDue">Their places by days past due, exposure deciding between equals.</param>
/// <param name="Groups">Of the latest day: the first customers of the watch list, by group and outcome.</param>
internal sealed record RankedDay(
    DateOnly Day,
    int Customers,
    int Defaulted,
    int[] ByExpectedLoss,
    int[] ByProbability,
    int[] ByDaysPastDue,
    IReadOnlyList<RankedGroup> Groups
);

/// <summary>A group's customers on a past day.</summary>
/// <param name="All">Customers.</param>
/// <param name="Bad">Of these, defaulted.</param>
/// <param name="GoodPlaces">Places of its other customers by expected loss, up to the longest list.</param>
/// <param name="BadPlaces">Places of those that defaulted.</param>
internal sealed record RankedGroup(
    string By,
    string Group,
    int All,
    int Bad,
    int[] GoodPlaces,
    int[] BadPlaces
);

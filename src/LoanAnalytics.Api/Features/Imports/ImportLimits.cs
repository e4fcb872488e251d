namespace LoanAnalytics.Api.Features.Imports;

/// <summary>What an import may take up, by configuration under <c>Imports</c>.</summary>
/// <param name="UploadBytes">The largest body of an upload.</param>
/// <param name="PreviewBytes">The same of one that is only looked at.</param>
/// <param name="UnpackedBytes">What the packed files of an upload, or the cells of a Parquet file, may come to.</param>
/// <param name="Rows">The most records of a file.</param>
/// <param name="RejectShare">The share of a table's rows that may be refused, where the profile says none.</param>
/// <param name="Folder">Where uploads lie and are staged; null for the folder of temporary files.</param>
internal sealed record ImportLimits(
    long UploadBytes,
    long PreviewBytes,
    long UnpackedBytes,
    long Rows,
    double RejectShare,
    string? Folder
)
{
    public static ImportLimits Of(IConfiguration configuration) =>
        new(
            configuration.GetValue("Imports:MaxUploadBytes", 4L << 30),
            configuration.GetValue("Imports:MaxPreviewBytes", 64L << 20),
            configuration.GetValue("Imports:MaxUnpackedBytes", 16L << 30),
            configuration.GetValue("Imports:MaxRows", 500_000_000L),
            configuration.GetValue("Imports:RejectShareLimit", 0.2),
            configuration["Imports:UploadFolder"]
        );
}

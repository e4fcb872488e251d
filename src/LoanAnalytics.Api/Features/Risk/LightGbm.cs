using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using LoanAnalytics.Credit;

namespace LoanAnalytics.Api.Features.Risk;

/// <summary>A model that LightGBM's own functions grow tree by tree (docs/adr/0013). The same rows and parameters give the same bits.</summary>
internal sealed partial class LightGbm : IDisposable
{
    private const string Library = "lib_lightgbm";
    private const int Single = 0;

    private readonly nint data;
    private readonly nint booster;

    /// <param name="values">Column after column its rows.</param>
    /// <param name="outcomes">Of each row: 1 or 0.</param>
    /// <param name="parameters">As LightGBM's manual names them.</param>
    /// <exception cref="InvalidOperationException">LightGBM refuses them.</exception>
    public LightGbm(float[] values, float[] outcomes, Dictionary<string, object> parameters)
    {
        parameters["verbosity"] = -1;
        // Threads would wait for each other in a loop that takes the processor from whoever needs it.
        parameters["num_threads"] = 1;
        parameters["deterministic"] = true;
        parameters["force_col_wise"] = true;
        // The numbers that splits may fall between are told from so many rows: sorting all takes longer than to grow a third of the trees.
        parameters["bin_construct_sample_cnt"] = 50_000;
        var said = string.Join(
            ' ',
            parameters.Select(p =>
                string.Create(CultureInfo.InvariantCulture, $"{p.Key}={p.Value}")
            )
        );
        var columns = values.Length / outcomes.Length;
        try
        {
            Check(
                LGBM_DatasetCreateFromMat(
                    values,
                    Single,
                    outcomes.Length,
                    columns,
                    0,
                    said,
                    0,
                    out data
                )
            );
            Check(LGBM_DatasetSetField(data, "label", outcomes, outcomes.Length, Single));
            Check(LGBM_BoosterCreate(data, said, out booster));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Grows one more tree; false where nothing is left to split.</summary>
    public bool Grow()
    {
        Check(LGBM_BoosterUpdateOneIter(booster, out var isFinished));
        return isFinished == 0;
    }

    /// <summary>The trees; each split's value is the mean of what the rows learnt from got below it.</summary>
    public IReadOnlyList<SplitTree> Trees()
    {
        Check(LGBM_BoosterDumpModel(booster, 0, -1, 0, 0, out var length, []));
        var text = new byte[length];
        Check(LGBM_BoosterDumpModel(booster, 0, -1, 0, length, out _, text));
        // The last byte ends the text.
        using var model = JsonDocument.Parse(text.AsMemory(0, text.Length - 1));
        return
        [
            .. model
                .RootElement.GetProperty("tree_info")
                .EnumerateArray()
                .Select(t => Read(t.GetProperty("tree_structure"))),
        ];
    }

    private static SplitTree Read(JsonElement root)
    {
        var (features, thresholds) = (new List<int>(), new List<float>());
        var (left, right, values) = (new List<int>(), new List<int>(), new List<double>());
        Add(root);
        return new(features, thresholds, left, right, values);

        (double Sum, long Rows) Add(JsonElement node)
        {
            var place = features.Count;
            var isSplit = node.TryGetProperty("split_feature", out var feature);
            features.Add(isSplit ? feature.GetInt32() : -1);
            thresholds.Add(isSplit ? AtMost(node.GetProperty("threshold").GetDouble()) : 0);
            left.Add(0);
            right.Add(0);
            values.Add(isSplit ? 0 : node.GetProperty("leaf_value").GetDouble());
            if (!isSplit)
            {
                var own = node.TryGetProperty("leaf_count", out var count) ? count.GetInt64() : 1;
                return (own * values[place], own);
            }
            left[place] = features.Count;
            var less = Add(node.GetProperty("left_child"));
            right[place] = features.Count;
            var more = Add(node.GetProperty("right_child"));
            var (sum, rows) = (less.Sum + more.Sum, less.Rows + more.Rows);
            values[place] = sum / rows;
            return (sum, rows);
        }
    }

    /// <summary>The greatest single number that is not above the threshold: single numbers then part as LightGBM parts them.</summary>
    private static float AtMost(double threshold) =>
        (float)threshold is var near && near > threshold ? float.BitDecrement(near) : near;

    public void Dispose()
    {
        if (booster != 0)
            _ = LGBM_BoosterFree(booster);
        if (data != 0)
            _ = LGBM_DatasetFree(data);
    }

    private static void Check(int answer)
    {
        if (answer != 0)
            throw new InvalidOperationException(
                $"LightGBM: {Marshal.PtrToStringUTF8(LGBM_GetLastError())}"
            );
    }

    [LibraryImport(Library)]
    private static partial nint LGBM_GetLastError();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetCreateFromMat(
        ReadOnlySpan<float> values,
        int type,
        int rows,
        int columns,
        int rowAfterRow,
        string parameters,
        nint reference,
        out nint data
    );

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_DatasetSetField(
        nint data,
        string name,
        ReadOnlySpan<float> values,
        int count,
        int type
    );

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LGBM_BoosterCreate(nint data, string parameters, out nint booster);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterUpdateOneIter(nint booster, out int isFinished);

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterDumpModel(
        nint booster,
        int from,
        int count,
        int importance,
        long room,
        out long length,
        Span<byte> text
    );

    [LibraryImport(Library)]
    private static partial int LGBM_BoosterFree(nint booster);

    [LibraryImport(Library)]
    private static partial int LGBM_DatasetFree(nint data);
}

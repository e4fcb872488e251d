namespace LoanAnalytics.Credit;

/// <summary>Symmetric positive definite systems of a few dozen unknowns, A = L Lᵀ. Source: Golub and Van Loan, Matrix Computations, 4.2.</summary>
internal static class Cholesky
{
    /// <summary>L of the lower triangle of A; null where a pivot is no more than the tolerance.</summary>
    public static double[,]? Of(double[,] a, double tolerance = 0)
    {
        var n = a.GetLength(0);
        var l = new double[n, n];
        for (var i = 0; i < n; i++)
        for (var j = 0; j <= i; j++)
        {
            var sum = a[i, j];
            for (var k = 0; k < j; k++)
                sum -= l[i, k] * l[j, k];
            if (i != j)
                l[i, j] = sum / l[j, j];
            else if (sum > tolerance)
                l[i, i] = Math.Sqrt(sum);
            else
                return null;
        }
        return l;
    }

    /// <summary>The x of L Lᵀ x = b.</summary>
    public static double[] Solve(double[,] l, double[] b)
    {
        var n = b.Length;
        double[] x = [.. b];
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++)
                x[i] -= l[i, k] * x[k];
            x[i] /= l[i, i];
        }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
                x[i] -= l[k, i] * x[k];
            x[i] /= l[i, i];
        }
        return x;
    }

    /// <summary>A⁻¹.</summary>
    public static double[,] Inverse(double[,] l)
    {
        var n = l.GetLength(0);
        var inverse = new double[n, n];
        for (var j = 0; j < n; j++)
        {
            var unit = new double[n];
            unit[j] = 1;
            var column = Solve(l, unit);
            for (var i = 0; i < n; i++)
                inverse[i, j] = column[i];
        }
        return inverse;
    }
}

namespace LoanAnalytics.Credit;

/// <summary>Who is to be matched with whom so that all costs together are least, each at most once.</summary>
/// <remarks>Shortest augmenting paths with dual prices. Sources: Kuhn (1955), Naval Research Logistics Quarterly 2, 83-97; Jonker and Volgenant (1987),
/// Computing 38, 325-340.</remarks>
public static class OptimalAssignment
{
    /// <summary>The column of each row; -1 of the rows that are left over where there are more rows than columns.</summary>
    public static int[] Of(double[,] costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        int rows = costs.GetLength(0),
            columns = costs.GetLength(1);
        if (rows > columns)
        {
            var turned = new double[columns, rows];
            for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                turned[j, i] = costs[i, j];
            var match = new int[rows];
            Array.Fill(match, -1);
            foreach (var (row, column) in Of(turned).Select((r, c) => (r, c)))
                match[row] = column;
            return match;
        }
        // Rows and columns from 1; column 0 stands for the row that is being placed.
        var rowPrice = new double[rows + 1];
        var columnPrice = new double[columns + 1];
        var rowOf = new int[columns + 1];
        var cameFrom = new int[columns + 1];
        for (var row = 1; row <= rows; row++)
        {
            rowOf[0] = row;
            var column = 0;
            var slack = new double[columns + 1];
            Array.Fill(slack, double.PositiveInfinity);
            var done = new bool[columns + 1];
            do
            {
                done[column] = true;
                var (least, next) = (double.PositiveInfinity, 0);
                for (var j = 1; j <= columns; j++)
                {
                    if (done[j])
                        continue;
                    var reduced =
                        costs[rowOf[column] - 1, j - 1] - rowPrice[rowOf[column]] - columnPrice[j];
                    if (reduced < slack[j])
                        (slack[j], cameFrom[j]) = (reduced, column);
                    if (slack[j] < least)
                        (least, next) = (slack[j], j);
                }
                if (next == 0)
                    throw new ArgumentException("A cost is no finite number.");
                for (var j = 0; j <= columns; j++)
                    if (done[j])
                    {
                        rowPrice[rowOf[j]] += least;
                        columnPrice[j] -= least;
                    }
                    else
                        slack[j] -= least;
                column = next;
            } while (rowOf[column] != 0);
            for (; column != 0; column = cameFrom[column])
                rowOf[column] = rowOf[cameFrom[column]];
        }
        var result = new int[rows];
        for (var j = 1; j <= columns; j++)
            if (rowOf[j] > 0)
                result[rowOf[j] - 1] = j - 1;
        return result;
    }
}

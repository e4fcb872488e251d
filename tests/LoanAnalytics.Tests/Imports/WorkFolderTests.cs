using LoanAnalytics.Api.Infrastructure;

namespace LoanAnalytics.Tests.Imports;

public sealed class WorkFolderTests : IDisposable
{
    private static readonly DateTime Long = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly string root = Directory.CreateTempSubdirectory("folders-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void What_a_killed_process_left_is_deleted_with_the_next_folder()
    {
        var left = Left("loananalytics-staging-1");
        File.SetLastWriteTimeUtc(left + ".held", Long);

        var made = WorkFolder.Make("upload", root);

        Directory.GetFileSystemEntries(root).Order().ShouldBe([made, made + ".held"]);
        WorkFolder.Delete(made);
        Directory.GetFileSystemEntries(root).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_in_use_about_to_be_or_not_ours_stays()
    {
        var used = WorkFolder.Make("staging", root);
        File.SetLastWriteTimeUtc(used + ".held", Long);
        var young = Left("loananalytics-staging-2");
        var other = Left("holidays");
        File.SetLastWriteTimeUtc(other + ".held", Long);

        WorkFolder.Delete(WorkFolder.Make("upload", root));

        foreach (var folder in (string[])[used, young, other])
        {
            Directory.Exists(folder).ShouldBeTrue(folder);
            File.Exists(folder + ".held").ShouldBeTrue(folder);
        }
        WorkFolder.Delete(used);
    }

    [Fact] // with its mark, or without
    public void A_folder_that_someone_else_deleted_is_passed_over()
    {
        foreach (var withMark in (bool[])[false, true])
        {
            var gone = WorkFolder.Make("upload", root);
            Directory.Delete(gone);
            if (withMark)
                File.Delete(gone + ".held");

            WorkFolder.Delete(gone);

            Directory.GetFileSystemEntries(root).ShouldBeEmpty();
        }
    }

    private string Left(string name)
    {
        var folder = Path.Combine(root, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "rows.csv"), "loan_id");
        File.WriteAllText(folder + ".held", "");
        return folder;
    }
}

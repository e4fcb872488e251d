using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Http;

/// <summary>HEAD is GET without the body.</summary>
[Collection("database")]
public sealed class HeadTests(Database database) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => database.Empty();

    [Theory]
    [InlineData("/portfolio/summary", null, 200)]
    [InlineData("/loans?limit=1", null, 200)]
    [InlineData("/loans", Cells.Csv, 200)]
    [InlineData("/loans/L1", null, 200)]
    [InlineData("/loans/L0", null, 404)]
    [InlineData("/portfolio/summary?regoin=South", null, 400)]
    [InlineData("/portfolio/summary", "image/png", 406)]
    [InlineData("/nowhere", null, 404)]
    public async Task What_can_be_read_can_be_asked_about(string path, string? accept, int status)
    {
        await database.Given(Loan(id: "L1"));

        using var get = await database.Ask(path, accept);
        using var head = await database.Ask(path, accept, method: HttpMethod.Head);

        ((int)head.StatusCode).ShouldBe(status);
        head.StatusCode.ShouldBe(get.StatusCode);
        (await head.Text()).ShouldBeEmpty();
        head.Headers.ETag.ShouldBe(get.Headers.ETag);
        head.Content.Headers.ContentType.ShouldBe(get.Content.Headers.ContentType);
    }

    [Fact]
    public async Task What_the_caller_has_still_holds()
    {
        await database.Given(Loan());
        using var first = await database.Ask("/portfolio/summary");

        using var again = await database.Ask(
            "/portfolio/summary",
            ifNoneMatch: first.Headers.ETag!.ToString(),
            method: HttpMethod.Head
        );

        ((int)again.StatusCode).ShouldBe(304);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

using Microsoft.Extensions.Caching.Memory;

namespace LoanAnalytics.Api.Infrastructure;

/// <summary>Bytes of answers given before, by what they were read from and the question: a dashboard asks the same things again and again.</summary>
internal sealed class AnswerCache : IDisposable
{
    private const long Capacity = 64 * 1024 * 1024;

    /// <summary>An answer longer than this is a download rather than a figure on a page.</summary>
    private const int Longest = 1024 * 1024;

    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = Capacity });

    public byte[]? Find(string key) => answers.Get<byte[]>(key);

    public void Keep(string key, byte[] bytes)
    {
        if (bytes.Length <= Longest)
            answers.Set(
                key,
                bytes,
                new MemoryCacheEntryOptions
                {
                    Size = bytes.Length + key.Length,
                    // Answers of a version that is no longer published are never asked for again.
                    SlidingExpiration = TimeSpan.FromMinutes(30),
                }
            );
    }

    public void Dispose() => answers.Dispose();
}

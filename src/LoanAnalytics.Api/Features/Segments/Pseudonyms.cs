using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace LoanAnalytics.Api.Features.Segments;

/// <summary>Customers by a keyed hash of their id, the same in every list: HMAC-SHA-256, 32 hexadecimal digits of it. Who has not the key can neither go back to the id
/// nor try ids. The key is Segments:PseudonymKey of the configuration; where there is none, one is made and kept in the database.</summary>
internal sealed class Pseudonyms(LoanDb db, IConfiguration configuration)
{
    private const string Name = "pseudonyms";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public async Task<PseudonymKey> Key(CancellationToken cancellationToken)
    {
        if (configuration["Segments:PseudonymKey"] is { Length: > 0 } configured)
            return new(SHA256.HashData(Encoding.UTF8.GetBytes(configured)));
        // Of two that make one at once the first is kept.
        await db.Database.ExecuteSqlAsync(
            $"insert into kept_keys (name, value) values ({Name}, {RandomNumberGenerator.GetBytes(32)}) on conflict do nothing",
            cancellationToken
        );
        return new(
            await db
                .KeptKeys.Where(k => k.Name == Name)
                .Select(k => k.Value)
                .SingleAsync(cancellationToken)
        );
    }

    /// <summary>Hashes ids, and seals cursors, which hold the id of the last row.</summary>
    internal sealed record PseudonymKey(byte[] Secret)
    {
        public string Of(string customerId) =>
            Convert.ToHexStringLower(
                HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes($"customer|{customerId}"))
            )[..32];

        public string Seal(string cursor)
        {
            var nonce = RandomNumberGenerator.GetBytes(NonceLength);
            var plain = Encoding.UTF8.GetBytes(cursor);
            var (hidden, tag) = (new byte[plain.Length], new byte[TagLength]);
            using var cipher = new AesGcm(Secret, TagLength);
            cipher.Encrypt(nonce, plain, hidden, tag);
            return Base64Url.EncodeToString([.. nonce, .. tag, .. hidden]);
        }

        public string Open(string sealedCursor)
        {
            try
            {
                var bytes = Base64Url.DecodeFromChars(sealedCursor).AsSpan();
                if (bytes.Length < NonceLength + TagLength)
                    throw SealedCursor.Invalid();
                var plain = new byte[bytes.Length - NonceLength - TagLength];
                using var cipher = new AesGcm(Secret, TagLength);
                cipher.Decrypt(
                    bytes[..NonceLength],
                    bytes[(NonceLength + TagLength)..],
                    bytes.Slice(NonceLength, TagLength),
                    plain
                );
                return Encoding.UTF8.GetString(plain);
            }
            catch (Exception e) when (e is FormatException or CryptographicException)
            {
                throw SealedCursor.Invalid();
            }
        }
    }
}

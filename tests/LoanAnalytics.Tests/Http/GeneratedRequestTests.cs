using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LoanAnalytics.Api.Features.Demo;
using LoanAnalytics.Tests.Imports;
using LoanAnalytics.Tests.Risk;
using LoanAnalytics.Tests.Segments;
using static LoanAnalytics.Tests.Book;

namespace LoanAnalytics.Tests.Http;

/// <summary>
/// The contract is what the server does: requests generated from openapi.json, valid and broken, get nothing that it does not declare,
/// and every error that it declares is given. CONTRACT_REQUESTS says how many are generated, CONTRACT_SEED which; a failure names
/// the seed and the number of its request, which CONTRACT_FIRST begins with.
/// </summary>
[Collection("database")]
public sealed class GeneratedRequestTests(Database database)
{
    private const int MostWrong = 10;
    private const string Unknown = "00000000-0000-4000-8000-000000000000";
    private readonly HashSet<(string Operation, int Status)> seen = [];
    private readonly List<string> wrong = [];
    private ContractDocument document = null!;

    [Fact]
    public async Task The_server_answers_what_the_contract_says_and_every_error_that_it_declares()
    {
        document = await ContractDocument.Of(database.Client);
        await database.Empty();
        await ErrorsWithoutABook();
        await ErrorsOfServers();
        var known = await Loaded();
        var (first, count, seed) = (
            Soak.Setting("CONTRACT_FIRST", 0),
            Soak.Setting("CONTRACT_REQUESTS", 2_000),
            Soak.Setting("CONTRACT_SEED", 1)
        );
        var generator = new ContractGenerator(document, new(known), seed);
        await ErrorsWithABook(generator, known);
        for (var number = first; number < first + count && wrong.Count < MostWrong; number++)
            await Ask(
                database.Client,
                generator.Request(number),
                $"CONTRACT_SEED={seed} CONTRACT_FIRST={number} CONTRACT_REQUESTS=1",
                again: number % 3 == 0 || count == 1
            );

        wrong.ShouldBeEmpty();
        if (count > 1)
            document
                .Operations.SelectMany(o =>
                    o.Responses.Keys.Where(s => s[0] is '4' or '5')
                        .Select(s => (o.Id, int.Parse(s, CultureInfo.InvariantCulture)))
                )
                .Where(declared => !seen.Contains(declared))
                .ShouldBeEmpty("declared, but never given");
    }

    /// <summary>Nothing is loaded: what rests on a book says so. Of one loan nothing can be learnt.</summary>
    private async Task ErrorsWithoutABook()
    {
        var generator = new ContractGenerator(document, new(Plain), 0);
        foreach (var operation in document.Operations)
            await Ask(database.Client, Plainly(generator, operation), "nothing loaded");
        await database.Given(Loan());
        foreach (var operation in document.Operations.Where(o => o.Declares(422)))
            await Ask(database.Client, Plainly(generator, operation), "one loan");
    }

    /// <summary>A database that is not there, a server that stops, a body over the limit, a body that does not come.</summary>
    private async Task ErrorsOfServers()
    {
        var generator = new ContractGenerator(document, new(Plain), 0);
        await using (
            var dead = await Served.With(
                "--ConnectionStrings:LoanAnalytics=Host=127.0.0.1;Port=1;Username=nobody"
            )
        )
        {
            // The headers of a table are known without a database.
            foreach (
                var operation in document.Operations.Where(o =>
                    o.Declares(503) && o.Id != "GetTemplate"
                )
            )
                await Ask(
                    dead.Client,
                    Plainly(generator, operation) with
                    {
                        // A profile that is not built in is looked for.
                        Body =
                            operation.Takes == "multipart/form-data"
                                ? ContractGenerator.Form(("profile", "saved"), ("/a.csv", "x\n"))
                                : Plainly(generator, operation).Body,
                        Expected = [503],
                    },
                    "no database"
                );
            dead.Stop();
            foreach (var operation in document.Operations.Where(o => o.Declares(503)))
                await Ask(
                    dead.Client,
                    Plainly(generator, operation) with
                    {
                        Expected = [503],
                    },
                    "stopping"
                );
        }
        await using var strict = await Served.With(
            "--Requests:MaxBodyBytes=99",
            "--Imports:MaxUploadBytes=99",
            "--Imports:MaxPreviewBytes=99",
            "--Requests:BodySeconds=0.2",
            "--Requests:BodyGraceSeconds=1.1"
        );
        var takers = document.Operations.Where(o => o.Takes is not null).ToArray();
        foreach (var operation in takers)
            await Ask(
                strict.Client,
                Plainly(generator, operation) with
                {
                    Body = new byte[2_000],
                    Break = "large body",
                    Expected = [413],
                },
                "body over the limit"
            );
        using (var disk = SmallDisk.OfMegabytes(1))
            if (disk is null)
                // It takes root to make one.
                foreach (var operation in document.Operations)
                    seen.Add((operation.Id, 507));
            else
            {
                await using var full = await Served.With($"--Imports:UploadFolder={disk.Folder}");
                foreach (var operation in document.Operations.Where(o => o.Declares(507)))
                    await Ask(
                        full.Client,
                        Plainly(generator, operation) with
                        {
                            Body = ContractGenerator.Form(
                                ("asOf", "2024-01-01"),
                                ("/loans.csv", new string('x', 2 << 20))
                            ),
                            Expected = [507],
                        },
                        "full disk"
                    );
            }
        var slow = takers
            .Select(o => Plainly(generator, o) with { Break = "slow body", Expected = [408] })
            .ToArray();
        var answers = await Task.WhenAll(slow.Select(r => r.SendSlowly(strict.Client)));
        foreach (var (request, answer) in slow.Zip(answers))
            Judge(request, answer, "slow body");
    }

    /// <summary>The errors that only a certain state gives, or a certain request.</summary>
    private async Task ErrorsWithABook(
        ContractGenerator generator,
        Dictionary<string, string[]> known
    )
    {
        foreach (var operation in document.Operations)
        {
            var plain = Plainly(generator, operation);
            await Ask(database.Client, plain, "valid");
            if (operation.Declares(400))
                await Ask(
                    database.Client,
                    plain with
                    {
                        Path =
                            plain.Path
                            + (plain.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?")
                            + "regoin=x",
                        Expected = [400],
                    },
                    "unknown parameter"
                );
            if (operation.Declares(406))
                await Ask(
                    database.Client,
                    plain with
                    {
                        Headers = [("Accept", "image/png")],
                        Expected = [406],
                    },
                    "image"
                );
            if (operation.Declares(415))
                await Ask(
                    database.Client,
                    plain with
                    {
                        ContentType = "image/png",
                        Expected = [415],
                    },
                    "image"
                );
        }
        foreach (var (id, path, body, headers, status) in Directed(known))
        {
            var operation = document.Operations.Single(o => o.Id == id);
            var request = new ContractRequest(
                operation,
                operation.Method,
                path,
                $"to get {status}",
                status
            )
            {
                Body = body,
                ContentType =
                    operation.Takes == "multipart/form-data"
                        ? $"multipart/form-data; boundary={ContractGenerator.Boundary}"
                        : operation.Takes,
                Headers = headers is null ? [] : [("If-Match", headers)],
            };
            await Ask(database.Client, request, $"{status}");
        }
    }

    private static IEnumerable<(
        string Operation,
        string Path,
        byte[]? Body,
        string? IfMatch,
        int Status
    )> Directed(Dictionary<string, string[]> known)
    {
        const string V1 = "/api/v1";
        foreach (
            var (operation, path) in ((string, string)[])
                [
                    ("GetLoan", "/loans/none"),
                    ("GetCustomer", "/customers/none"),
                    ("GetBranchComparison", "/branches/comparison?left=none&right=B01"),
                    ("GetImport", $"/imports/{Unknown}"),
                    ("CancelImport", $"/imports/{Unknown}"),
                    ("ListRejects", $"/imports/{Unknown}/rejects"),
                    ("GetProfile", "/profiles/none"),
                    ("GetTemplate", "/profiles/canonical/templates/none"),
                    ("GetRiskModelStatus", $"/risk/models/{Unknown}"),
                    ("CancelRiskModel", $"/risk/models/{Unknown}"),
                    ("GetRiskModel", $"/risk/model?model={Unknown}"),
                    ("GetFairness", $"/risk/fairness?model={Unknown}"),
                    ("GetWatchNote", "/risk/watch-list/none"),
                    ("GetSegmentation", $"/segmentations/{Unknown}"),
                    ("CancelSegmentation", $"/segmentations/{Unknown}"),
                    ("PublishSegmentation", $"/segmentations/{Unknown}/publish"),
                    ("ListSegments", $"/segments?segmentation={Unknown}"),
                    ("GetSegment", "/segments/99"),
                    ("GetSegmentScatter", $"/segments/scatter?segmentation={Unknown}"),
                    ("ListSegmentMembers", "/segments/99/members"),
                    ("GetSegmentName", "/segments/99/name"),
                ]
        )
            yield return (operation, V1 + path, null, null, 404);
        yield return (
            "PublishRiskModel",
            $"{V1}/risk/models/{Unknown}/publish",
            Utf8("""{"publisher":"x"}"""),
            null,
            404
        );
        yield return ("SetWatchNote", $"{V1}/risk/watch-list/none", Note, "\"x\"", 404);
        yield return ("RenameSegment", $"{V1}/segments/99/name", Name, "\"x\"", 404);
        yield return (
            "AssignSegments",
            $"{V1}/segments/assign",
            Utf8($$"""{"customers":[{"age":30}],"segmentation":"{{Unknown}}"}"""),
            null,
            404
        );

        foreach (var tag in (string?[])["\"of another\"", null])
        {
            var status = tag is null ? 428 : 412;
            yield return (
                "SetWatchNote",
                $"{V1}/risk/watch-list/{known["loanId"][0]}",
                Note,
                tag,
                status
            );
            yield return ("RenameSegment", $"{V1}/segments/1/name", Name, tag, status);
            yield return (
                "SaveProfile",
                $"{V1}/profiles/kept",
                Utf8(Profile("Another.")),
                tag,
                status
            );
        }
        yield return ("SaveProfile", $"{V1}/profiles/canonical", Utf8(Profile("Ours.")), null, 409);
        yield return (
            "SaveProfile",
            $"{V1}/profiles/other",
            Utf8(
                """{"tables":[{"table":"ghosts","file":"a.csv","columns":[{"column":"x","source":"y"}]}]}"""
            ),
            null,
            422
        );

        yield return ("CancelImport", $"{V1}/imports/{known["imports"][0]}", null, null, 409);
        yield return (
            "CancelSegmentation",
            $"{V1}/segmentations/{known["segmentations"][0]}",
            null,
            null,
            409
        );
        yield return ("CancelRiskModel", $"{V1}/risk/models/{known["model"][0]}", null, null, 409);
        yield return (
            "PublishSegmentation",
            $"{V1}/segmentations/{known["unfinished"][0]}/publish",
            null,
            null,
            409
        );
        yield return (
            "PublishRiskModel",
            $"{V1}/risk/models/{known["unfinished"][1]}/publish",
            Utf8("""{"publisher":"x"}"""),
            null,
            409
        );

        foreach (var operation in (string[])["StartImport", "PreviewImport"])
            yield return (
                operation,
                operation == "StartImport" ? $"{V1}/imports" : $"{V1}/imports/preview",
                ContractGenerator.Form(("profile", "nobody"), ("/loans.csv", "x\n")),
                null,
                422
            );
        yield return (
            "StartSegmentation",
            $"{V1}/segmentations",
            Utf8("""{"features":["age"],"k":1}"""),
            null,
            422
        );
    }

    /// <summary>A book of the demo with a published segmentation and a published model, and what it has to ask about.</summary>
    private async Task<Dictionary<string, string[]>> Loaded()
    {
        var folder = Directory.CreateTempSubdirectory("loananalytics-test-").FullName;
        DemoPortfolio.Write(folder, 300, 1, TestContext.Current.CancellationToken);
        await database.Empty();
        await database.Import(folder, "canonical");
        Directory.Delete(folder, recursive: true);
        var segmentation = await database.Published(
            new
            {
                features = (string[])["age"],
                k = 2,
                restarts = 1,
            }
        );
        var model = await database.PublishedModel(new { algorithm = "scorecard" });
        await Save("kept", Profile("Ours."));
        // As if their training had failed.
        await database.Run(
            $"insert into segmentations select (jsonb_populate_record(s, '{{\"segmentation_id\":\"{Failed(1)}\",\"state\":\"failed\"}}')).* from segmentations s limit 1"
        );
        await database.Run(
            $"insert into risk_models select (jsonb_populate_record(m, '{{\"model_id\":\"{Failed(2)}\",\"state\":\"failed\",\"report\":null}}')).* from risk_models m limit 1"
        );
        var known = new Dictionary<string, string[]>(Plain)
        {
            ["loanId"] = await Column("/loans?limit=30", "loanId"),
            ["customerId"] = await Column("/loans?limit=30", "customerId"),
            ["imports"] = await Column("/imports", "importId"),
            ["segmentations"] = [Id(segmentation, "segmentationId")],
            ["segmentation"] = [Id(segmentation, "segmentationId")],
            ["risk"] = [Id(model, "modelId")],
            ["model"] = [Id(model, "modelId")],
            ["segments"] = ["1", "2"],
            ["unfinished"] = [Failed(1), Failed(2)],
        };
        foreach (
            var facet in (await database.Get("/portfolio/facets"))["data"]!["facets"]!.AsArray()
        )
        {
            var name = facet!["filter"]!.GetValue<string>();
            var values = facet["values"]!
                .AsArray()
                .Select(v => v!["value"]!.GetValue<string>())
                .ToArray();
            if (facet["attribute"] is { } attribute)
                values = [.. values.Select(v => $"{attribute}:{v}")];
            if (values.Length > 0)
                known[name] = [.. known.GetValueOrDefault(name, []), .. values];
        }
        known["left"] = known["branchId"][..5];
        known["right"] = known["branchId"][5..];
        var asOf = (await database.Get("/portfolio/summary"))["meta"]!["asOf"]!.GetValue<string>();
        known["asOf"] = known["GetTransitions.to"] = known["GetCollections.from"] = [asOf];
        known["stateAt"] =
        [
            "2025-06-30:current",
            "2025-06-30:1-30:owing",
            "2025-06-30:1-30:strict",
            $"{asOf}:unknown",
        ];
        return known;
    }

    /// <summary>What a contract cannot say of its parameters: values that fit together, and the names of a book's own.</summary>
    private static readonly Dictionary<string, string[]> Plain = new()
    {
        ["loanId"] = ["none"],
        ["customerId"] = ["none"],
        ["imports"] = [Unknown],
        ["segmentations"] = [Unknown],
        ["segmentation"] = [Unknown],
        ["risk"] = [Unknown],
        ["model"] = [Unknown],
        ["segments"] = ["1"],
        ["left"] = ["B01"],
        ["right"] = ["B02"],
        ["GetPortfolioChange.from"] = ["2022", "2023"],
        ["GetPortfolioChange.to"] = ["2024"],
        ["GetTransitions.from"] = ["2025-10-31"],
        ["GetTransitions.to"] = ["2025-12-31"],
        ["asOf"] = ["2025-12-31"],
        ["name"] = ["kept", "berka"],
        ["SaveProfile.name"] = ["one", "two", "kept"],
        ["table"] = ["loans", "customers", "payments"],
        ["file"] = ["loans.csv", "customers.csv"],
        ["x"] = ["age", "loans"],
        ["y"] = ["income", "tenure"],
        ["attribute"] = ["channel:web"],
    };

    private static ContractRequest Plainly(
        ContractGenerator generator,
        DeclaredOperation operation
    ) => generator.Valid(operation, new Random(1), plain: true);

    private async Task Ask(
        HttpClient client,
        ContractRequest request,
        string how,
        bool again = false
    )
    {
        ContractAnswer answer;
        try
        {
            answer = await request.Send(client);
        }
        catch (HttpRequestException e)
        {
            wrong.Add($"{how}: {e.Message}\n{request}");
            return;
        }
        Judge(request, answer, how);
        if (again && request is { Method.Method: "GET", Break: "valid" } && answer.Status == 200)
            await AskAgain(client, request, answer, how);
    }

    /// <summary>The same by HEAD has no body, and the same under its tag is not sent again.</summary>
    private async Task AskAgain(
        HttpClient client,
        ContractRequest request,
        ContractAnswer answer,
        string how
    )
    {
        var head = await (request with { Method = HttpMethod.Head, Expected = [200] }).Send(client);
        Judge(request with { Method = HttpMethod.Head, Expected = [200] }, head, how);
        if (head.Body.Length > 0 || head.Type != answer.Type)
            wrong.Add($"{how}: HEAD is not GET without a body\n{request}");
        if (!request.Operation.Declares(304))
            return;
        var tag = answer.Headers["ETag"];
        var conditional = request with
        {
            Headers = [.. request.Headers, ("If-None-Match", tag)],
            Expected = [304],
        };
        var again = await conditional.Send(client);
        Judge(conditional, again, how);
        if (
            again.Headers.GetValueOrDefault("ETag") != tag
            || head.Headers.GetValueOrDefault("ETag") != tag
        )
            wrong.Add($"{how}: the tag is another\n{request}");
    }

    private void Judge(ContractRequest request, ContractAnswer answer, string how)
    {
        seen.Add((request.Operation.Id, answer.Status));
        if (answer.Complaint(request, document) is { } complaint)
            wrong.Add(
                $"{how}: {complaint}\n{request}\n\n{answer.Status} {answer.Text[..Math.Min(600, answer.Text.Length)]}"
            );
    }

    private async Task<string[]> Column(string path, string name) =>
        [
            .. (await database.Get(path))["items"]!
                .AsArray()
                .Select(i => i![name]!.GetValue<string>()),
        ];

    private async Task Save(string name, string declaration)
    {
        using var answer = await database.Ask(
            $"/profiles/{name}",
            method: HttpMethod.Put,
            json: declaration
        );
        ((int)answer.StatusCode).ShouldBe(201, await answer.Text());
    }

    private static string Profile(string description) =>
        $$"""{"description":"{{description}}","asOf":"latest-start-date","tables":[{"table":"customers","file":"tape.csv","columns":[{"column":"customer_id","source":"c"}]},{"table":"loans","file":"tape.csv","columns":[{"column":"loan_id","source":"l"},{"column":"customer_id","source":"c"},{"column":"principal","source":"p"},{"column":"start_date","source":"s"},{"column":"status","constant":"active"}]}]}""";

    private static readonly byte[] Note = Utf8("""{"owner":"x","status":"open"}""");
    private static readonly byte[] Name = Utf8("""{"name":"x"}""");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Failed(int number) => $"01900000-0000-7000-8000-00000000000{number}";

    private static string Id(JsonNode made, string name) => made[name]!.GetValue<string>();
}

using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using LoanAnalytics.Api;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Credit;
using MediatR;

namespace LoanAnalytics.Tests;

/// <summary>The few rules of layout that must not erode.</summary>
public sealed partial class ArchitectureTests
{
    private const string Features = "LoanAnalytics.Api.Features.";

    private static readonly Assembly Api = typeof(Server).Assembly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(c => c.Value);

    [Fact] // as the sources name them: a status, and the slug behind it
    public void Every_type_of_problem_is_in_the_list_with_its_status_and_every_one_of_the_list_is_used()
    {
        var sources = Path.Combine(Database.Root, "src", "LoanAnalytics.Api");
        var named = new[] { "Features", "Infrastructure" }
            .SelectMany(f =>
                Directory.EnumerateFiles(
                    Path.Combine(sources, f),
                    "*.cs",
                    SearchOption.AllDirectories
                )
            )
            .SelectMany(f => Problem().Matches(File.ReadAllText(f)))
            .Select(m =>
                (m.Groups[2].Value, int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))
            )
            .ToHashSet();
        ProblemTypes.Statuses.Select(t => (t.Key, t.Value)).ShouldBe(named, ignoreOrder: true);
    }

    [Fact]
    public void The_arithmetic_knows_nothing_but_the_runtime() =>
        typeof(Proportion)
            .Assembly.GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(n =>
                n
                    is not "System.Runtime"
                        and not "System.Linq"
                        and not "System.Collections"
                        // Spans, and work shared between threads.
                        and not "System.Memory"
                        and not "System.Threading.Tasks.Parallel"
                && !n.StartsWith("System.Runtime.", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();

    /// <summary>The demo is loaded by an import, which is all that it may know of that area.</summary>
    [Fact]
    public void Areas_do_not_use_each_other() =>
        UsesOfTypes()
            .Where(u => u.From != u.To && u is not ("Demo", "Imports"))
            .Distinct()
            .ShouldBeEmpty();

    [Fact]
    public void Handlers_are_internal_and_sealed() =>
        Api.GetTypes()
            .Where(t => Implements(t, typeof(IRequestHandler<,>)))
            .Where(t => t.IsPublic || !t.IsSealed)
            .Select(t => t.Name)
            .ShouldBeEmpty();

    [Fact]
    public void Requests_cannot_be_changed_once_made() =>
        Api.GetTypes()
            .Where(t => Implements(t, typeof(IRequest<>)))
            .SelectMany(t => t.GetProperties())
            .Where(p =>
                p.SetMethod is { } set
                && !set
                    .ReturnParameter.GetRequiredCustomModifiers()
                    .Contains(typeof(IsExternalInit))
            )
            .Select(p => $"{p.DeclaringType!.Name}.{p.Name}")
            .ShouldBeEmpty();

    /// <summary>Every .sql is named in the program: by its request, by a name of its own, or by another .sql.</summary>
    [Fact]
    public void Every_sql_file_is_used()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "LoanAnalytics.sln")))
            root = root.Parent;
        var folder = Path.Combine(root.FullName, "src", "LoanAnalytics.Api", "Features");
        var texts = Directory
            .GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Concat(
                Directory.GetFiles(
                    Path.Combine(folder, "..", "Measures"),
                    "*.cs",
                    SearchOption.AllDirectories
                )
            )
            .Concat(Directory.GetFiles(folder, "*.sql", SearchOption.AllDirectories))
            .Select(File.ReadAllText)
            .ToArray();
        Directory
            .GetFiles(folder, "*.sql", SearchOption.AllDirectories)
            .Select(f => Path.GetFileNameWithoutExtension(f))
            .Where(n =>
                !texts.Any(t =>
                    t.Contains($"\"{n}\"", StringComparison.Ordinal)
                    || t.Contains($"nameof({n})", StringComparison.Ordinal)
                    || t.Contains($"--> {n}\n", StringComparison.Ordinal)
                )
            )
            .ShouldBeEmpty();
    }

    private static bool Implements(Type type, Type open) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == open);

    /// <summary>Which area's code names a type of which other area: read from the program's own signatures and bodies.</summary>
    private static IEnumerable<(string From, string To)> UsesOfTypes()
    {
        var module = Api.ManifestModule;
        foreach (var type in Api.GetTypes())
        {
            if (Area(type) is not { } from)
                continue;
            foreach (
                var method in type.GetMembers(
                        BindingFlags.Instance
                            | BindingFlags.Static
                            | BindingFlags.Public
                            | BindingFlags.NonPublic
                            | BindingFlags.DeclaredOnly
                    )
                    .OfType<MethodBase>()
            )
            foreach (var used in Named(module, type, method))
                if (Area(used) is { } to)
                    yield return (from, to);
        }
    }

    private static IEnumerable<Type> Named(Module module, Type type, MethodBase method)
    {
        var signature = method.GetParameters().Select(p => p.ParameterType);
        if (method is MethodInfo { ReturnType: { } returned })
            signature = signature.Append(returned);
        var body = method.GetMethodBody();
        var locals = body?.LocalVariables.Select(l => l.LocalType) ?? [];
        return signature
            .Concat(locals)
            .Concat(Tokens(module, type, method, body?.GetILAsByteArray() ?? []))
            .SelectMany(t => t.IsGenericType ? t.GetGenericArguments().Append(t) : [t]);
    }

    /// <summary>Every type, field and method that an instruction of a body names.</summary>
    private static IEnumerable<Type> Tokens(Module module, Type type, MethodBase method, byte[] il)
    {
        var ofType = type.IsGenericType ? type.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var i = 0; i < il.Length; )
        {
            var code = il[i] == 0xFE ? Codes[(short)(0xFE00 | il[i + 1])] : Codes[il[i]];
            i += code.Size;
            var at = i;
            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget
                or OperandType.ShortInlineI
                or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(il, at),
                _ => 4,
            };
            if (
                code.OperandType
                is not (
                    OperandType.InlineField
                    or OperandType.InlineMethod
                    or OperandType.InlineTok
                    or OperandType.InlineType
                )
            )
                continue;
            var member = module.ResolveMember(BitConverter.ToInt32(il, at), ofType, ofMethod);
            if ((member as Type ?? member?.DeclaringType) is { } named)
                yield return named;
            if (member is MethodInfo { IsGenericMethod: true } generic)
                foreach (var argument in generic.GetGenericArguments())
                    yield return argument;
        }
    }

    [GeneratedRegex("\\b([45]\\d\\d),\\s*\"([a-z][a-z-]+)\"")]
    private static partial Regex Problem();

    private static string? Area(Type type) =>
        type.Namespace?.StartsWith(Features, StringComparison.Ordinal) == true
            ? type.Namespace[Features.Length..].Split('.')[0]
            : null;
}

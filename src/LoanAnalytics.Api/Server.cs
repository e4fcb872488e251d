using System.Reflection;
using FluentValidation;
using LoanAnalytics.Api.Data;
using LoanAnalytics.Api.Features.Branches;
using LoanAnalytics.Api.Features.Delinquency;
using LoanAnalytics.Api.Features.Demographics;
using LoanAnalytics.Api.Features.Imports;
using LoanAnalytics.Api.Features.Loans;
using LoanAnalytics.Api.Features.Metrics;
using LoanAnalytics.Api.Features.Portfolio;
using LoanAnalytics.Api.Features.Risk;
using LoanAnalytics.Api.Features.Segments;
using LoanAnalytics.Api.Infrastructure;
using LoanAnalytics.Api.Measures;
using MediatR;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.FileProviders;
using Npgsql;

namespace LoanAnalytics.Api;

/// <summary>The composition root: what the program is made of, and the order in which a request meets it.</summary>
public static class Server
{
    /// <summary>Builds the server; nothing is started or connected yet.</summary>
    public static WebApplication Build(string[] args)
    {
        PackedFiles.BeStrict();
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.AddTelemetry();
        if (builder.Configuration["urls"] is null)
            builder.WebHost.UseUrls("http://127.0.0.1:5080");
        AddServices(builder.Services, builder.Configuration);
        var app = builder.Build();
        Use(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, ConfigurationManager configuration)
    {
        services.AddDatabase(configuration);
        services.AddDbContext<LoanDb>(
            (provider, options) =>
                options
                    .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
                    .UseSnakeCaseNamingConvention()
        );
        services.AddSingleton(TimeProvider.System);
        services.AddMemoryCache();
        services.AddSingleton<AnswerCache>();
        services.AddAutoMapper(
            c => c.LicenseKey = configuration["AutoMapper:LicenseKey"],
            typeof(Server)
        );
        services.AddScoped<MeasuresReader>();
        services.AddImports();
        services.AddSegments();
        services.AddRisk();
        services.AddDelinquency();
        services.AddScoped<ServiceFactory>(provider => provider.GetService!);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Validation<,>));
        services.Scan(scan =>
            scan.FromAssemblies(Assembly.GetExecutingAssembly())
                .AddClasses(
                    c => c.AssignableToAny(typeof(IRequestHandler<,>), typeof(IValidator<>)),
                    publicOnly: false
                )
                .AsImplementedInterfaces()
                .WithScopedLifetime()
        );
        services.AddRequestLimits(configuration);
        services.AddCors();
        services.AddExceptionHandler<ProblemHandler>();
        services.AddProblemDetails();
        services.AddResponseCompression(o =>
        {
            o.EnableForHttps = true;
            o.MimeTypes =
            [
                .. ResponseCompressionDefaults.MimeTypes,
                AnswerForms.Csv,
                AnswerForms.Ndjson,
            ];
        });
        services.AddOrderlyStop(configuration);
        services
            .AddHealthChecks()
            .AddCheck<OrderlyStop>("stopping", tags: ["ready"])
            .AddCheck<DatabaseWatch>("database", tags: ["ready"]);
        services.ConfigureHttpJsonOptions(o => Json.Configure(o.SerializerOptions));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(Contract.Configure);
    }

    private static void Use(WebApplication app)
    {
        app.UseHeadRequests();
        app.UseOtherOrigins();
        app.UseExceptionHandler();
        app.UseStatusCodePages(ProblemHandler.WriteStatus);
        app.UseOrderlyStop();
        app.UseResponseCompression();
        var root =
            app.Configuration["Client:Root"] ?? Path.Combine(AppContext.BaseDirectory, "client");
        if (Directory.Exists(root))
        {
            var files = new PhysicalFileProvider(Path.GetFullPath(root));
            app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
            app.UseStaticFiles(new StaticFileOptions { FileProvider = files });
            app.MapFallbackToFile(
                "{*path:nonfile:regex(^(?!api/|swagger|health|internal/))}",
                "index.html",
                new() { FileProvider = files }
            );
        }
        app.UseSwagger(o => o.RouteTemplate = "{documentName}.json");
        app.UseSwaggerUI(o =>
        {
            o.SwaggerEndpoint("/openapi.json", "LoanAnalytics");
            o.DocumentTitle = "LoanAnalytics API";
        });
        app.UseRouting();
        app.UseRequestChecks();
        app.UseRequestLimits();
        app.UseDatabaseWatch();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new() { Predicate = c => c.Tags.Contains("ready") });
        app.MapTelemetry();
        var v1 = app.MapGroup("/api/v1")
            .WithAnswersSent()
            .WithCommonAnswers()
            .WithConditionalAnswers();
        v1.MapGroup("").WithTags("Portfolio").MapPortfolio();
        v1.MapGroup("").WithTags("Branches").MapBranches();
        v1.MapGroup("").WithTags("Demographics").MapDemographics();
        v1.MapGroup("").WithTags("Loans").MapLoans();
        v1.MapGroup("").WithTags("Delinquency").MapDelinquency();
        v1.MapGroup("").WithTags("Imports").MapImports();
        v1.MapGroup("").WithTags("Segments").MapSegments();
        v1.MapGroup("").WithTags("Risk").MapRisk();
        v1.MapGroup("").WithTags("Metrics").MapMetrics();
    }
}

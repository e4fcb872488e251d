using LoanAnalytics.Api;

return await Verbs.Run(args);

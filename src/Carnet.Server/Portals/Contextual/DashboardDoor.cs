using Carnet.Domain.Common;
using Carnet.Server.Features.Contextual;
using Carnet.Server.Features.Documents;
using Carnet.Server.Platform;
using Carnet.Server.Portals.Shared;

namespace Carnet.Server.Portals.Contextual;

/// <summary>The professional's own patients.</summary>
internal sealed record DashboardView(string Who, IReadOnlyList<ListedPatient> Patients);

/// <summary>The addresses that name nobody: the dashboard, and what is known of the holder of the card.</summary>
internal static class DashboardDoor
{
    private static readonly TimeSpan Shown = TimeSpan.FromDays(90);

    public static void MapDashboard(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/AccesDirect/TableauDeBord", ShowAsync);
        pages.MapGet("/Parametrages", async (
            HttpContext http, IUseCase<RecogniseCard, RecognisedCard> cards, CancellationToken ct)
            => await ContextEntryDoor.RecogniseAsync(http, cards, ct) switch
            {
                Outcome<RecognisedCard>.Done(var known) => Pages.Show<CardSettingsPage, RecognisedCard>(http, known),
                Outcome<RecognisedCard>.Failed(var failure) => ContextProblem.Show(http, failure),
                _ => throw new System.Diagnostics.UnreachableException(),
            });
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, IUseCase<RecogniseCard, RecognisedCard> cards,
        IUseCase<ListPatients, IReadOnlyList<ListedPatient>> patients, TimeProvider clock, CancellationToken ct)
    {
        var recognised = await ContextEntryDoor.RecogniseAsync(http, cards, ct);
        if (recognised is Outcome<RecognisedCard>.Failed(var failure))
        {
            return ContextProblem.Show(http, failure);
        }

        var known = ((Outcome<RecognisedCard>.Done)recognised).Value;
        if (known.Caller is not { } caller)
        {
            return Pages.Show<ChooseActivityPage, ActivityChoice>(http, new(http.Request.Path, known.Activities));
        }

        return (await patients.RunAsync(caller, new(clock.Now() - Shown, PatientDate.LetIn), ct)).Match(
            list => Pages.Show<DashboardPage, DashboardView>(http, new(ContextVisitor.NameOf(caller), list)),
            refused => ContextProblem.Show(http, refused));
    }
}

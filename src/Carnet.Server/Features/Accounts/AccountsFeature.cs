using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Platform;
using Carnet.Server.Platform.Hosting;
using Carnet.Server.Platform.Jobs;
using Carnet.Server.Platform.Passkeys;

namespace Carnet.Server.Features.Accounts;

/// <summary>Front page of the room: how people come in and leave. Source: rules L-5, T-1, N-7.</summary>
internal static class AccountsFeature
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.Bind<AccountsOptions>("Accounts");
        return services
            .AddSingleton(PasswordWork.Full)
            .AddSingleton<Passwords>()
            .AddSingleton<PasswordTries>()
            .AddSingleton<Codes>()
            .AddSingleton<CodeSending>()
            .AddSingleton<KnownAccounts>()
            .AddSingleton<IAccountFinder>(provider => provider.GetRequiredService<KnownAccounts>())
            .AddSingleton<ISessionTurning, SessionTurning>()
            .AddSingleton<LoginTrail>()
            .AddSingleton<IAccountOpening, AccountOpening>()
            .AddJob<AccountSweep>()
            .AddUseCase<IssueCredentials, IssuedCredentials, IssueCredentialsHandler>()
            .AddUseCase<LogIn, LogInStarted, LogInHandler>()
            .AddUseCase<ConfirmCode, SessionOpened, ConfirmCodeHandler>()
            .AddUseCase<ResendCode, CodeResent, ResendCodeHandler>()
            .AddUseCase<ChangePassword, SessionOpened, ChangePasswordHandler>()
            .AddUseCase<ChangeContact, Contact, ChangeContactHandler>()
            .AddUseCase<ChooseLanguage, MessageLanguage, ChooseLanguageHandler>()
            .AddUseCase<ListDevices, DeviceList, ListDevicesHandler>()
            .AddUseCase<ForgetDevice, DeviceForgotten, ForgetDeviceHandler>()
            .AddUseCase<ChangeCodeChannel, RecordId, ChangeCodeChannelHandler>()
            .AddSingleton<PasskeyCeremonies>()
            .AddUseCase<OfferPasskey, PasskeyOffer, OfferPasskeyHandler>()
            .AddUseCase<EnrolPasskey, PasskeyEnrolled, EnrolPasskeyHandler>()
            .AddUseCase<ListPasskeys, PasskeyList, ListPasskeysHandler>()
            .AddUseCase<RemovePasskey, PasskeyRemoved, RemovePasskeyHandler>()
            .AddUseCase<AskPasskey, PasskeyOffer, AskPasskeyHandler>()
            .AddUseCase<EnterWithPasskey, SessionOpened, EnterWithPasskeyHandler>()
            .AddUseCase<ProveAgain, ProvenAgain, ProveAgainHandler>()
            .AddUseCase<StartRecovery, RecoveryStarted, StartRecoveryHandler>()
            .AddUseCase<FinishRecovery, AccessRecovered, FinishRecoveryHandler>()
            .AddUseCase<LogOut, LoggedOut, LogOutHandler>()
            .AddUseCase<ResolveSession, PatientSession, ResolveSessionHandler>();
    }
}

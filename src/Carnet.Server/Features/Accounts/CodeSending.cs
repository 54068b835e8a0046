using Carnet.Domain.Notices;
using Carnet.Server.Features.Notices;
using Carnet.Server.Platform.Outbox;
using Microsoft.Extensions.Options;

namespace Carnet.Server.Features.Accounts;

/// <summary>Whether a one-time code may be sent to somebody, by which way, and the counting of both.</summary>
internal sealed class CodeSending(IOptions<AccountsOptions> options)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Why no code is sent, for the trail; or null.</summary>
    public string? Obstacle(KnownAccount account, DateTimeOffset now) => account.Row switch
    {
        _ when account.Details().Contact is { Email: null or "", Phone: null or "" } => "login.no-contact",
        var row when CodeBudget.Left(row.CodesSent, row.CodesSince, now).Sent >= options.Value.CodesPerHour => "login.too-many-codes",
        _ => null,
    };

    /// <summary>So many wrong codes in a day that the next ones are longer: guessing stays hopeless, the owner comes in.</summary>
    public bool IsExhausted(AccountRow row, DateTimeOffset now)
        => row.WrongCodesSince is { } since && now < since + Day && row.WrongCodes >= options.Value.WrongCodesPerDay;

    public static void Count(AccountRow row, DateTimeOffset now)
    {
        (row.CodesSent, row.CodesSince) = CodeBudget.Left(row.CodesSent, row.CodesSince, now);
        row.CodesSent++;
    }

    public static void CountWrong(AccountRow row, DateTimeOffset now)
    {
        if (row.WrongCodesSince is not { } since || now >= since + Day)
        {
            (row.WrongCodes, row.WrongCodesSince) = (0, now);
        }

        row.WrongCodes++;
    }

    /// <summary>The message with the code: by SMS where there is a telephone, else by e-mail.</summary>
    public static OutboxMessage? Message(KnownAccount account, string code)
        => NoticeTexts.Compose(NoticeKind.LoginCode, account.Record.Id, account.Details().Contact switch
        {
            { Phone: { Length: > 0 } phone } => [new(Channel.Sms, phone)],
            { Email: { Length: > 0 } email } => [new(Channel.Email, email)],
            _ => [],
        }, account.Language, code);

    /// <summary>Tells the person that somebody tries their password.</summary>
    public static OutboxMessage? Warning(KnownAccount account)
        => account.Message(NoticeKind.LockedOut);
}

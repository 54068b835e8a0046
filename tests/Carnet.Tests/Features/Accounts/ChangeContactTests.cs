using Carnet.Domain.Common;
using Carnet.Domain.Notices;
using Carnet.Domain.Records;
using Carnet.Server.Features.Accounts;
using Carnet.Tests.Support;

namespace Carnet.Tests.Features.Accounts;

public sealed class ChangeContactTests
{
    private static readonly Contact New = new("ines@nouveau.invalid", "0639980009", "4 QUAI DU PORT\n29000 QUIMPER");

    [Fact]
    public async Task N_7_a_change_is_told_at_the_old_and_at_the_new_address_and_codes_go_to_the_new_one()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1, temporary: false)).Credentials;
        var who = (await house.WhoAsync((await house.EnterAsync(paper)).Cookie))!;
        Assert.Equal(New, (await house.RunAsync<ChangeContact, Contact>(who, new(New, paper.Password))).Done());

        Assert.Equal(["ines@exemple.invalid", "ines@nouveau.invalid"],
            (await house.MessagesAsync()).Where(message => message.Kind is NoticeKind.ContactChanged).Select(message => message.To));
        await house.LogInAsync(paper.Login, paper.Password);
        Assert.Equal("0639980009", (await house.MessagesAsync())[^1].To);
        Assert.Contains(await house.TracesAsync(), trace => trace.Code == "contact.changed");
    }

    [Fact]
    public async Task N_7_a_wrong_password_a_wrong_address_or_none_at_all_changes_nothing()
    {
        await using var house = await AccountHouse.OpenAsync();
        var paper = (await People.OpenAsync(house.Services, 1, temporary: false)).Credentials;
        var who = (await house.WhoAsync((await house.EnterAsync(paper)).Cookie))!;
        var before = (await house.MessagesAsync()).Count;
        Assert.Equal("password.current", Code(await house.RunAsync<ChangeContact, Contact>(who, new(New, "un autre mot de passe"))));
        Assert.Equal("record.trait-missing", Code(await house.RunAsync<ChangeContact, Contact>(who, new(New with { Email = "a b" }, paper.Password))));
        Assert.Equal("record.trait-missing", Code(await house.RunAsync<ChangeContact, Contact>(who, new(New with { Email = "a@b.c\r\nRCPT TO:<x@y.z>" }, paper.Password))));
        Assert.Equal("contact.unreachable", Code(await house.RunAsync<ChangeContact, Contact>(who, new(new(null, null), paper.Password))));
        Assert.Equal(before, (await house.MessagesAsync()).Count);
        await house.LogInAsync(paper.Login, paper.Password);
        Assert.Equal("0639980001", (await house.MessagesAsync())[^1].To);
    }

    private static string Code(Outcome<Contact> outcome) => outcome.Match(_ => "done", failure => failure.Code);
}

using Carnet.Domain.Identity;
using Carnet.Domain.Records;
using Carnet.Server.Platform.Keys;
using Carnet.Server.Platform.Storage;

namespace Carnet.Server.Features.Campaigns;

/// <summary>One person as the list names them.</summary>
/// <param name="RepresentedBy">INS of those who may object for them, same OID.</param>
internal sealed record CampaignPerson(Ins Ins, IdentityTraits Traits, Contact Contact, IReadOnlyList<string> RepresentedBy)
{
    public string AddressedName => $"{Traits.FirstGivenName} {Traits.UsedName ?? Traits.BirthName}";

    public byte[] Seal(RecordKey key, Guid row)
    {
        var packed = new Packer(1).Text(Ins.Value).Text(Ins.Oid)
            .Text(Traits.BirthName).Text(Traits.GivenNames).Text(Traits.UsedName).Count((int)Traits.Sex)
            .Long(Traits.BirthDate.DayNumber).Text(Traits.BirthPlace)
            .Text(Contact.Email).Text(Contact.Phone).Text(Contact.Address).Count(RepresentedBy.Count);
        foreach (var representative in RepresentedBy)
        {
            packed.Text(representative);
        }

        return key.Seal(SealedColumn.CampaignPerson, row, packed.Bytes);
    }

    public static CampaignPerson Open(RecordKey key, Guid row, ReadOnlySpan<byte> sealedValue)
    {
        var packed = new Unpacker(key.Open(SealedColumn.CampaignPerson, row, sealedValue));
        if (!Ins.TryCreate(packed.Text(), packed.Text(), out var ins))
        {
            throw new InvalidOperationException("A stored INS does not hold its own check.");
        }

        var traits = new IdentityTraits(packed.Text()!, packed.Text()!, packed.Text(), (Sex)packed.Count(),
            DateOnly.FromDayNumber((int)packed.Long()), packed.Text());
        var contact = new Contact(packed.Text(), packed.Text(), packed.Text());
        var representatives = new string[packed.Count()];
        for (var i = 0; i < representatives.Length; i++)
        {
            representatives[i] = packed.Text()!;
        }

        return new CampaignPerson(ins, traits, contact, representatives);
    }

    public override string ToString() => "campaign person ***";
}

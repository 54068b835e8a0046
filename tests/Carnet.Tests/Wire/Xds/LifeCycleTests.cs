using Carnet.Wire.Xds;

namespace Carnet.Tests.Wire.Xds;

public class LifeCycleTests
{
    private const string Old = "urn:uuid:00000000-0000-4000-8000-000000000001";

    [Theory]
    [InlineData(AssociationTypes.Replace)]
    [InlineData(AssociationTypes.Append)]
    [InlineData(AssociationTypes.Transform)]
    [InlineData(AssociationTypes.Signs)]
    public void Relations_to_what_is_there_are_read(string type)
    {
        var submission = XdsSamples.Submission with
        {
            Associations = [XdsSamples.Member(), new("a2", type, "Document01", Old)],
        };

        var read = XdsSamples.RoundTrip(submission.WriteTo, SubmitObjectsRequest.Read, value => value.WriteTo);

        Assert.Equal((type, Old), (read.Associations[1].Type, read.Associations[1].Target));
    }

    [Fact]
    public void A_lot_signature_points_at_its_set()
    {
        var submission = XdsSamples.Submission with
        {
            Associations = [XdsSamples.Member(), new("a2", AssociationTypes.Signs, "Document01", "Lot01")],
        };

        Assert.Equal("Lot01", XdsSamples.Read(
            XdsSamples.Bytes(submission.WriteTo), SubmitObjectsRequest.Read).Associations[1].Target);
    }

    [Fact]
    public void A_change_of_status_needs_no_document()
    {
        var submission = new SubmitObjectsRequest(XdsSamples.Set, [],
        [
            new("a1", AssociationTypes.UpdateAvailabilityStatus, "Lot01", Old)
            {
                Slots =
                [
                    new("OriginalStatus", AvailabilityStatuses.Approved),
                    new("NewStatus", AvailabilityStatuses.Archived),
                ],
            },
        ]);

        var read = XdsSamples.RoundTrip(submission.WriteTo, SubmitObjectsRequest.Read, value => value.WriteTo);

        Assert.Equal(AvailabilityStatuses.Archived, Assert.Single(read.Associations).NewStatus);
    }

    [Fact]
    public void A_metadata_update_tells_the_version_it_replaces()
    {
        var submission = XdsSamples.Submission with
        {
            DocumentEntries = [XdsSamples.Entry() with { LogicalId = Old }],
            Associations =
            [
                new("a1", AssociationTypes.HasMember, "Lot01", "Document01")
                {
                    Slots = [new("SubmissionSetStatus", "Original"), new("PreviousVersion", "3")],
                },
            ],
        };

        var read = XdsSamples.RoundTrip(submission.WriteTo, SubmitObjectsRequest.Read, value => value.WriteTo);

        Assert.Equal(3, read.Associations[0].PreviousVersion);
        Assert.Equal(Old, read.DocumentEntries[0].LogicalId);
    }
}

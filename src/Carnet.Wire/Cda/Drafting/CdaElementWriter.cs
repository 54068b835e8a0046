using System.Xml;

namespace Carnet.Wire.Cda.Drafting;

/// <summary>The vocabulary of the header, written in the order that the schema wants.</summary>
internal sealed class CdaElementWriter(XmlWriter xml)
{
    /// <summary>Opens an element; disposing closes it.</summary>
    public Closing Element(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(name, CdaElement.Namespace);
        foreach (var (attribute, value) in attributes)
        {
            xml.WriteAttributeString(attribute, value);
        }

        return new Closing(xml);
    }

    public void Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
        => Element(name, attributes).Dispose();

    public void Text(string name, string text) => xml.WriteElementString(name, CdaElement.Namespace, text);

    public void Id(string name, CdaId id)
    {
        using (Element(name, ("root", id.Root ?? "")))
        {
            if (id.Extension is { } extension)
            {
                xml.WriteAttributeString("extension", extension);
            }
        }
    }

    public void Code(string name, CdaCode code)
        => Empty(name, ("code", code.Code ?? ""), ("codeSystem", code.CodeSystem ?? ""),
            ("displayName", code.DisplayName ?? code.Code ?? ""));

    public void Time(string name, DateTimeOffset time) => Empty(name, ("value", CdaTime.Write(time)));

    public void Interval(DateTimeOffset low, DateTimeOffset? high)
    {
        using (Element("effectiveTime"))
        {
            Time("low", low);
            if (high is { } end)
            {
                Time("high", end);
            }
        }
    }

    public void Entity(string name, CdaActor actor, CdaCode? trade)
    {
        using (Element(name))
        {
            foreach (var id in actor.Ids)
            {
                Id("id", id);
            }

            if (actor.Code is { } code)
            {
                Code("code", code);
            }

            Unknown();
            if (actor.Person is { } person)
            {
                using (Element("assignedPerson"))
                {
                    Name(person);
                }
            }
            else if (actor.Device is { } device && name == "assignedAuthor")
            {
                using (Element("assignedAuthoringDevice"))
                {
                    Text("softwareName", device);
                }
            }

            if (actor.Organization is { } organization)
            {
                Organization("representedOrganization", organization, trade ?? organization.IndustryClass);
            }
        }
    }

    public void Organization(string name, CdaOrganization organization, CdaCode? trade)
    {
        using (Element(name))
        {
            foreach (var id in organization.Ids)
            {
                Id("id", id);
            }

            Text("name", organization.Name ?? "");
            if (trade is not null)
            {
                Code("standardIndustryClassCode", trade);
            }
        }
    }

    public void Patient(CdaPatient patient)
    {
        using (Element("recordTarget"))
        using (Element("patientRole"))
        {
            foreach (var id in patient.Ids)
            {
                Id("id", id);
            }

            Unknown();
            using (Element("patient"))
            {
                using (Element("name"))
                {
                    Part("family", "BR", patient.BirthName);
                    Part("given", null, patient.BirthGivenNames);
                    Part("given", "BR", patient.FirstGivenName);
                    Part("family", "CL", patient.UsedName);
                    Part("given", "CL", patient.UsedGivenName);
                }

                Code("administrativeGenderCode", new CdaCode(patient.Sex, CdaOids.Gender,
                    patient.Sex switch { "F" => "Féminin", "M" => "Masculin", _ => "Indéterminé" }));
                Empty("birthTime", ("value", patient.BirthTime?.Raw ?? ""));
                BirthPlace(patient);
            }
        }
    }

    private void BirthPlace(CdaPatient patient)
    {
        using (Element("birthplace"))
        using (Element("place"))
        using (Element("addr"))
        {
            Part("county", null, patient.BirthPlaceCode);
            Part("city", null, patient.BirthPlaceName);
        }
    }

    private void Name(CdaPersonName name)
    {
        using (Element("name"))
        {
            Part("prefix", null, name.Prefix);
            Part("given", null, name.Given);
            Part("family", null, name.Family);
            Part("suffix", null, name.Suffix);
        }
    }

    private void Part(string name, string? qualifier, string? text)
    {
        if (text is null)
        {
            return;
        }

        using (qualifier is null ? Element(name) : Element(name, ("qualifier", qualifier)))
        {
            xml.WriteString(text);
        }
    }

    // The French rules want an address and a number, or the statement that they are unknown.
    private void Unknown()
    {
        Empty("addr", ("nullFlavor", "NASK"));
        Empty("telecom", ("nullFlavor", "NASK"));
    }

    /// <summary>Closes what was opened.</summary>
    public readonly struct Closing(XmlWriter xml) : IDisposable
    {
        public void Dispose() => xml.WriteEndElement();
    }
}

namespace Carnet.Domain.Notices;

/// <summary>In which language a person is written to. The number lies sealed beside the person, so it never changes.</summary>
/// <remarks>Easy reading is no choice of this list: a message is short already, and the server does not note who needs it.</remarks>
public enum MessageLanguage
{
    French = 0,
    English = 1,
}

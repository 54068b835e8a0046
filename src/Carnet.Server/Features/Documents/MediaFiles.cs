namespace Carnet.Server.Features.Documents;

/// <summary>Names of files for media types.</summary>
internal static class MediaFiles
{
    public static string ExtensionOf(string media) => media switch
    {
        "text/xml" => "xml",
        "application/pdf" => "pdf",
        "text/plain" => "txt",
        "text/rtf" => "rtf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/tiff" => "tiff",
        "application/dicom" => "dcm",
        _ => "bin",
    };
}

namespace Carnet.Server.Portals.Shared;

/// <summary>What an easy page shows beside its words.</summary>
public enum Picture
{
    Home,
    Documents,
    Document,
    Add,
    Search,
    Timeline,
    CameIn,
    MayEnter,
    Mask,
    Seen,
    Wishes,
    Card,
    Family,
    Message,
    Copy,
    Question,
    Emergency,
    Doctor,
    Password,
    Device,
    Contact,
    Correct,
    Destroy,
    Close,
    Save,
    Check,
    Change,
}

/// <summary>Our own drawings: round lines on 48 by 48, one thing each, the same hand for all.</summary>
internal static class PictureDrawing
{
    public static string Path(Picture picture) => picture switch
    {
        Picture.Home => "M7 23 24 8l17 15M12 19v20h24V19M20 39V28h8v11",
        Picture.Documents => "M15 8h18l6 6v24M15 8v26h24M9 14v26h24",
        Picture.Document => "M11 6h18l8 8v28H11zM28 6v9h9M17 23h14M17 29h14M17 35h9",
        Picture.Add => "M11 6h18l8 8v28H11zM28 6v9h9M24 22v14M17 29h14",
        Picture.Search => "M21 8a13 13 0 1 1 0 26 13 13 0 0 1 0-26zM31 31l10 10",
        Picture.Timeline => "M5 24h38M12 24m-4 0a4 4 0 1 0 8 0 4 4 0 1 0-8 0M27 24m-5 0a5 5 0 1 0 10 0 5 5 0 1 0-10 0M40 20v8",
        Picture.CameIn => "M26 6h14v36H26M6 24h22M20 16l9 8-9 8",
        Picture.MayEnter => "M17 15a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM26 24h17M36 24v7M42 24v6",
        Picture.Mask => "M4 24c5-8 12-12 20-12s15 4 20 12c-5 8-12 12-20 12S9 32 4 24zM24 18a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM8 42 40 6",
        Picture.Seen => "M4 24c5-8 12-12 20-12s15 4 20 12c-5 8-12 12-20 12S9 32 4 24zM24 18a6 6 0 1 1 0 12 6 6 0 0 1 0-12z",
        Picture.Wishes => "M24 41C10 31 5 25 5 17a9 9 0 0 1 19-3 9 9 0 0 1 19 3c0 8-5 14-19 24z",
        Picture.Card => "M5 11h38v26H5zM16 18v12M10 24h12M28 20h10M28 27h10",
        Picture.Family => "M15 8a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM33 8a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM6 40V29a9 9 0 0 1 18 0v11M24 40V29a9 9 0 0 1 18 0v11",
        Picture.Message => "M5 11h38v27H5zM5 13l19 15 19-15",
        Picture.Copy => "M24 5v24M14 20l10 10 10-10M7 34v8h34v-8",
        Picture.Question => "M24 5a19 19 0 1 1 0 38 19 19 0 0 1 0-38zM18 19c0-8 13-8 13 0 0 5-7 5-7 10M24 34.5v1",
        Picture.Emergency => "M24 6 45 41H3zM24 19v11M24 35v1",
        Picture.Doctor => "M24 5a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM8 43V33c0-6 6-9 16-9s16 3 16 9v10M24 29v10M19 34h10",
        Picture.Password => "M11 21h26v21H11zM16 21v-6a8 8 0 0 1 16 0v6M24 29v6",
        Picture.Device => "M14 4h20v40H14zM22 38h4",
        Picture.Contact => "M12 6l7 2 1 9-5 3c2 5 5 8 10 10l3-5 9 1 2 7c-3 6-9 7-16 3C13 31 8 24 7 16c0-5 2-8 5-10z",
        Picture.Correct => "M8 40l3-11L32 8l8 8-21 21zM27 13l8 8",
        Picture.Destroy => "M8 13h32M19 13V7h10v6M12 13l2 29h20l2-29M20 21v14M28 21v14",
        Picture.Close => "M10 6h28v36H10zM16 6v36M24 20l8 8M32 20l-8 8",
        Picture.Save => "M24 5v24M14 20l10 10 10-10M7 41h34",
        Picture.Check => "M24 5a19 19 0 1 1 0 38 19 19 0 0 1 0-38zM15 25l6 6 12-14",
        Picture.Change => "M8 20a17 17 0 0 1 31-5M40 6v10H30M40 28a17 17 0 0 1-31 5M8 42V32h10",
    };
}

using Carnet.Domain.Documents;

namespace Carnet.Server.Portals.Shared;

/// <summary>A line drawing for each space, on 24 by 24.</summary>
internal static class SpaceDrawing
{
    public static string Path(DocumentSpace space) => space switch
    {
        DocumentSpace.Summary => "M5 3h10l4 4v14H5zM9 12h6M9 16h6M14 3v5h5",
        DocumentSpace.Treatments => "M10.5 20.5a4.95 4.95 0 0 1-7-7l10-10a4.95 4.95 0 0 1 7 7zM8.5 8.5l7 7",
        DocumentSpace.Reports => "M4 5h16v12H9l-5 4zM8 9h8M8 13h5",
        DocumentSpace.Imaging => "M5 4h14a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM3 16l5-5 4 4 3-3 6 6",
        DocumentSpace.Laboratory => "M9 3h6M10 3v6l-5 10a2 2 0 0 0 2 3h10a2 2 0 0 0 2-3L14 9V3M8 15h8",
        DocumentSpace.Prevention => "M12 3 5 6v6c0 5 3 7 7 9 4-2 7-4 7-9V6zM9 12l2 2 4-4",
        DocumentSpace.Certificates => "M6 3h12a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM8 8h8M9 16v6l3-2 3 2v-6",
        DocumentSpace.Reimbursements => "M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6",
        DocumentSpace.Personal => "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c1-5 4-7 8-7s7 2 8 7",
    };
}

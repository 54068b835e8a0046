using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carnet.Server.Portals.Shared;

/// <summary>What one page shows; set by its door, read by the page, gone with the request.</summary>
/// <remarks>Parameters of a component must be public, answers of use cases are not.</remarks>
internal sealed class View<T>
    where T : class
{
    private T? _value;

    public T Value
    {
        get => _value ?? throw new InvalidOperationException("The page was shown without its content.");
        set => _value = value;
    }
}

/// <summary>Ends a door on a page.</summary>
internal static class Pages
{
    public static IResult Show<TPage>(int status = StatusCodes.Status200OK)
        where TPage : IComponent => new RazorComponentResult<TPage> { StatusCode = status };

    public static IResult Show<TPage, TModel>(HttpContext context, TModel model, int status = StatusCodes.Status200OK)
        where TPage : IComponent
        where TModel : class
    {
        context.RequestServices.GetRequiredService<View<TModel>>().Value = model;
        return Show<TPage>(status);
    }
}

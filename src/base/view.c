#include "gradus/view.h"

void gr_view_clear(gr_view *view)
{
    gr_arena_clear(&view->arena);
    *view = (gr_view){ 0 };
}

gr_shape *gr_view_add(gr_view *view, gr_shape_kind kind, gr_role role, const char *label,
                      gr_error *err)
{
    if (view->count == GR_VIEW_SHAPES) {
        gr_fail(err, GR_ERROR_DATA, "a view holds at most %d shapes", GR_VIEW_SHAPES);
        return NULL;
    }
    gr_shape *shape = &view->shapes[view->count++];
    *shape = (gr_shape){ .kind = kind, .role = role, .label = label };
    return shape;
}

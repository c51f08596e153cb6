#include "gradus/panels.h"

enum { HEADING = 1, LEAST_PLOT = 3, LEAST_WIDTH = 20, BETWEEN = 2 };

/* Rows of plot for each of so many strips, `gap` rows apart. */
static int plot_rows(int height, int strips, int gap, int axis_rows)
{
    return (height - axis_rows - (strips - 1) * gap) / strips - HEADING;
}

static void place(gr_rect rect, int count, int columns, int gap, int axis_rows,
                  gr_panel panels[GR_PANELS_MAX])
{
    int strips = (count + columns - 1) / columns;
    int width = (rect.width - (columns - 1) * BETWEEN) / columns;
    int height = HEADING + plot_rows(rect.height, strips, gap, axis_rows);

    for (int i = 0; i < count; i++) {
        bool lowest = i + columns >= count;
        gr_rect mine = { rect.x + i % columns * (width + BETWEEN),
                         rect.y + i / columns * (height + gap), width,
                         height + (lowest ? axis_rows : 0) };
        panels[i] = (gr_panel){ mine, lowest };
    }
}

bool gr_panels_make(gr_rect rect, size_t count, int axis_rows, gr_panel panels[GR_PANELS_MAX])
{
    int n = count > GR_PANELS_MAX ? GR_PANELS_MAX : (int)count;

    for (int columns = 1; columns <= n; columns++) {
        int strips = (n + columns - 1) / columns;
        if ((rect.width - (columns - 1) * BETWEEN) / columns < LEAST_WIDTH)
            return false;
        for (int gap = 1; gap >= 0; gap--) {
            if (plot_rows(rect.height, strips, gap, axis_rows) < LEAST_PLOT)
                continue;
            place(rect, n, columns, gap, axis_rows, panels);
            return true;
        }
    }
    return false;
}

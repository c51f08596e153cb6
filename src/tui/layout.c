#include "gradus/layout.h"

static gr_rect row(int y, int width)
{
    return (gr_rect){ 1, y, width - 2, 1 };
}

static gr_layout wide(int w, int h)
{
    int prose = (w - 5) * 45 / 100;
    gr_layout l = { .kind = GR_LAYOUT_WIDE };

    prose = prose > 66 ? 66 : prose;
    l.title = row(0, w);
    l.text = (gr_rect){ 1, 2, prose, h - 6 };
    l.rule = prose + 2;
    l.live = (gr_rect){ prose + 4, 2, w - prose - 5, h - 6 };
    l.message = row(h - 4, w);
    l.knobs = (gr_rect){ 0, h - 3, w - 1, 1 };
    l.status = row(h - 2, w);
    l.hints = row(h - 1, w);
    return l;
}

static gr_layout stacked(int w, int h)
{
    bool roomy = h >= 20;
    int top = roomy ? 2 : 1, bottom = h - (roomy ? 4 : 3), rows = bottom - top + 1;
    int plot = (rows * 11 + 10) / 20; /* a little over half */
    gr_layout l = { .kind = GR_LAYOUT_STACKED, .rule = -1 };

    l.title = row(0, w);
    l.live = (gr_rect){ 1, top, w - 2, plot };
    l.text = (gr_rect){ 1, top + plot + 1, w - 2, rows - plot - 1 };
    if (roomy)
        l.message = row(h - 3, w);
    else /* the plot's last row, until the next key */
        l.message = row(top + plot - 1, w);
    l.knobs = (gr_rect){ 0, h - 2, w - 1, 1 };
    l.hints = row(h - 1, w);
    return l;
}

static gr_layout pane(int w, int h)
{
    gr_layout l = { .kind = GR_LAYOUT_PANE, .rule = -1 };

    l.title = (gr_rect){ 0, 0, w, 1 };
    l.live = l.text = (gr_rect){ 0, 1, w, h - 2 };
    l.message = l.status = (gr_rect){ 0, h - 1, w, 1 };
    return l;
}

static gr_layout line(int w, int h)
{
    gr_layout l = { .kind = GR_LAYOUT_LINE, .rule = -1 };

    l.title = (gr_rect){ 0, 0, w, 1 };
    l.text = (gr_rect){ 0, 1, w, h - 1 };
    l.message = (gr_rect){ 0, h - 1, w, 1 };
    return l;
}

gr_layout gr_layout_make(int width, int height)
{
    if (width >= 80 && height >= 24)
        return wide(width, height);
    if (width >= 40 && height >= 12)
        return stacked(width, height);
    return width >= 20 && height >= 5 ? pane(width, height) : line(width, height);
}

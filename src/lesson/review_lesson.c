/* What is due as a lesson of its own, so that a session asks it like any other. */
#include "gradus/review.h"

#include "gradus/draws.h"
#include "gradus/memory.h"

#include <string.h>

enum { TRIES = 100 }; /* for numbers that differ from those before, where there are any */

static bool draws_same(const gr_review_item *of, const char *student, long one, long other)
{
    gr_drawn first, second;

    gr_item_draw(of->item, student, of->lesson->name, one, &first);
    gr_item_draw(of->item, student, of->lesson->name, other, &second);
    return memcmp(first.values, second.values, sizeof first.values) == 0;
}

/* The next variant whose numbers are neither the lesson's nor those of the last review. */
static long next_variant(const gr_review_item *of, const char *student)
{
    long last = of->recall.variant, next = last + 1;

    while (
        of->item->draw_count > 0 && next < last + TRIES &&
        (draws_same(of, student, -next, 0) || (last > 0 && draws_same(of, student, -next, -last))))
        next++;
    return next;
}

static gr_item *make_item(gr_lesson *lesson, const gr_review_item *of, const char *student,
                          gr_error *err)
{
    gr_item *item = gr_arena_alloc(&lesson->arena, 1, sizeof *item, err);
    gr_again *again = gr_arena_alloc(&lesson->arena, 1, sizeof *again, err);

    if (item == NULL || again == NULL)
        return NULL;
    *again = (gr_again){ .lesson = of->lesson,
                         .item = of->item,
                         .recall = of->recall,
                         .variant = next_variant(of, student) };
    *item = *of->item;
    item->number = item->page = lesson->item_count;
    item->required = false;
    item->again = again;
    return item;
}

/* The page's own words, and of its questions the one. */
static bool take_blocks(gr_lesson *lesson, const gr_page *from, const gr_item *item, gr_page *page,
                        gr_error *err)
{
    gr_block *blocks = gr_arena_alloc(&lesson->arena, from->block_count, sizeof *blocks, err);

    if (blocks == NULL)
        return false;
    for (size_t i = 0; i < from->block_count; i++) {
        bool slot = from->blocks[i].kind == GR_BLOCK_SLOT;
        if (slot && from->items[from->blocks[i].slot] != item)
            continue;
        blocks[page->block_count] = from->blocks[i];
        blocks[page->block_count++].slot = 0;
    }
    page->blocks = blocks;
    return true;
}

static bool add_page(gr_lesson *lesson, gr_page *pages, const gr_review_item *of,
                     const char *student, gr_error *err)
{
    const gr_page *from = &of->lesson->pages[of->item->page];
    gr_page *page = &pages[lesson->page_count];
    const gr_item *item = make_item(lesson, of, student, err);

    if (item == NULL || !take_blocks(lesson, from, of->item, page, err))
        return false;
    lesson->items[lesson->item_count] = item;
    page->title = from->title;
    page->line = from->line;
    page->lab = from->lab;
    page->items = &lesson->items[lesson->item_count++];
    page->item_count = 1;
    lesson->page_count++;
    return true;
}

gr_lesson *gr_review_lesson(const gr_review_item *const *chosen, size_t count, const char *student,
                            gr_error *err)
{
    gr_lesson *lesson = gr_alloc(1, sizeof *lesson, err);

    if (lesson == NULL)
        return NULL;
    lesson->file = lesson->name = lesson->number = "review";
    lesson->title = "Review";
    lesson->objective = "";
    lesson->review = true;
    gr_page *pages = gr_arena_alloc(&lesson->arena, count, sizeof *pages, err);
    lesson->items = gr_arena_alloc(&lesson->arena, count, sizeof *lesson->items, err);
    lesson->pages = pages;
    bool good = pages != NULL && lesson->items != NULL;
    for (size_t i = 0; good && i < count; i++)
        good = add_page(lesson, pages, chosen[i], student, err);
    if (good)
        return lesson;
    gr_lesson_free(lesson);
    return NULL;
}

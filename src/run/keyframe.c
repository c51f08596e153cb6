#include "keyframe.h"

#include "gradus/memory.h"

#include <string.h>

gr_shared_setup *gr_setup_share(gr_shared_setup *setup)
{
    setup->references++;
    return setup;
}

void gr_setup_release(gr_shared_setup *setup)
{
    if (setup == NULL || --setup->references > 0)
        return;
    gr_arena_clear(&setup->arena);
    gr_free(setup);
}

static size_t frame_bytes(const gr_keyframe *frame)
{
    return frame->size + sizeof *frame;
}

static void drop(gr_history *history, gr_keyframe *frame)
{
    if (frame->state == NULL)
        return;
    history->used -= frame_bytes(frame);
    gr_free(frame->state);
    gr_setup_release(frame->setup);
    *frame = (gr_keyframe){ 0 };
}

/* Write `frame` into `place`, whose own buffer is used again where it fits. */
static bool fill(gr_history *history, gr_keyframe *place, const gr_keyframe *frame)
{
    if (place->state == NULL || place->size != frame->size) {
        drop(history, place);
        unsigned char *state = gr_alloc(frame->size, 1, NULL);
        if (state == NULL)
            return false;
        history->used += frame_bytes(frame);
        place->state = state;
        place->setup = NULL;
    }
    unsigned char *state = place->state;
    gr_shared_setup *setup = gr_setup_share(frame->setup);
    gr_setup_release(place->setup);
    *place = *frame;
    place->setup = setup;
    place->state = state;
    memcpy(state, frame->state, frame->size);
    return true;
}

static void thin(gr_history *history)
{
    size_t kept = 0;

    history->stride *= 2;
    for (size_t i = 0; i < history->count; i++) {
        if (history->frames[i].step % history->stride == 0)
            history->frames[kept++] = history->frames[i];
        else
            drop(history, &history->frames[i]);
    }
    history->count = kept;
}

static void make_room(gr_history *history, size_t bytes)
{
    while (history->used + bytes > history->limit && history->count > 1)
        thin(history);
}

void gr_history_remember(gr_history *history, const gr_keyframe *frame)
{
    if (history->limit == 0 || 2 * frame_bytes(frame) > history->limit)
        return;
    if (history->stride == 0)
        history->stride = 1;
    fill(history, &history->latest, frame);
    if (history->count > 0 && history->frames[history->count - 1].step >= frame->step)
        return;
    make_room(history, frame_bytes(frame));
    if (frame->step % history->stride != 0 ||
        history->used + frame_bytes(frame) > history->limit ||
        !gr_grow(&history->frames, history->count, &history->capacity, sizeof *frame, NULL))
        return;
    history->frames[history->count] = (gr_keyframe){ 0 };
    if (fill(history, &history->frames[history->count], frame))
        history->count++;
}

const gr_keyframe *gr_history_find(const gr_history *history, long step)
{
    const gr_keyframe *found = NULL;
    size_t low = 0, high = history->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (history->frames[middle].step <= step)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0)
        found = &history->frames[low - 1];
    const gr_keyframe *latest = &history->latest;
    if (latest->state != NULL && latest->step <= step &&
        (found == NULL || latest->step > found->step))
        found = latest;
    return found;
}

void gr_history_cut(gr_history *history, long step)
{
    while (history->count > 0 && history->frames[history->count - 1].step > step)
        drop(history, &history->frames[--history->count]);
    if (history->latest.state != NULL && history->latest.step > step)
        drop(history, &history->latest);
}

void gr_history_limit(gr_history *history, size_t bytes)
{
    history->limit = bytes;
    if (bytes == 0)
        gr_history_clear(history);
    else
        make_room(history, 0);
    history->limit = bytes;
}

void gr_history_clear(gr_history *history)
{
    for (size_t i = 0; i < history->count; i++)
        drop(history, &history->frames[i]);
    drop(history, &history->latest);
    gr_free(history->frames);
    *history = (gr_history){ .limit = history->limit };
}

#include "keyframe.h"

#include "gradus/memory.h"

#include <string.h>

gr_shared_setup *gr_setup_new(const gr_experiment *experiment, const gr_values *values,
                              gr_error *err)
{
    gr_shared_setup *setup = gr_alloc(1, sizeof *setup, err);

    if (setup == NULL)
        return NULL;
    setup->references = 1;
    if (experiment->prepare(&setup->data, values, &setup->arena, err))
        return setup;
    gr_setup_release(setup);
    return NULL;
}

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

/* --- state blocks --- */

void gr_body_clear(gr_body *body)
{
    gr_setup_release(body->setup);
    gr_free(body->state);
    gr_free(body->scratch);
    *body = (gr_body){ 0 };
}

/* `setup` is shared when given, else made. */
bool gr_body_make(gr_body *body, const gr_experiment *experiment, const gr_values *values,
                  gr_shared_setup *setup, gr_error *err)
{
    gr_body made = { 0 };

    made.setup = setup != NULL ? gr_setup_share(setup)
                               : gr_setup_new(experiment, values, err);
    if (made.setup == NULL)
        return false;
    gr_job job = { .values = values, .setup = made.setup->data };
    made.state_size = experiment->state_size(&job);
    made.state = gr_alloc_lines(made.state_size, err);
    size_t scratch = experiment->scratch_size != NULL ? experiment->scratch_size(&job) : 0;
    made.scratch = made.state != NULL ? gr_alloc_lines(scratch, err) : NULL;
    if (made.scratch == NULL) {
        gr_body_clear(&made);
        return false;
    }
    *body = made;
    return true;
}

/* --- frames --- */

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

/* How many frames lie at or before a step. */
static size_t count_until(const gr_history *history, long step)
{
    size_t low = 0, high = history->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (history->frames[middle].step <= step)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_room(gr_history *history, size_t bytes)
{
    make_room(history, bytes);
    return history->used + bytes <= history->limit;
}

static void keep_latest(gr_history *history, const gr_keyframe *frame)
{
    if (history->latest.size != frame->size)
        drop(history, &history->latest);
    if (history->latest.state != NULL || has_room(history, frame_bytes(frame)))
        fill(history, &history->latest, frame);
}

/* In its place among the others: after a fork or a thinning the past is filled in again. */
static void keep_frame(gr_history *history, const gr_keyframe *frame)
{
    gr_keyframe fresh = { 0 };
    size_t at = count_until(history, frame->step);

    if (frame->step % history->stride != 0 ||
        (at > 0 && history->frames[at - 1].step == frame->step) ||
        !has_room(history, frame_bytes(frame)) || frame->step % history->stride != 0 ||
        !gr_grow(&history->frames, history->count, &history->capacity, sizeof *frame, NULL) ||
        !fill(history, &fresh, frame))
        return;
    at = count_until(history, frame->step);
    memmove(history->frames + at + 1, history->frames + at,
            (history->count - at) * sizeof *history->frames);
    history->frames[at] = fresh;
    history->count++;
}

void gr_history_remember(gr_history *history, const gr_keyframe *frame)
{
    if (history->limit == 0 || 2 * frame_bytes(frame) > history->limit)
        return;
    if (history->stride == 0)
        history->stride = 1;
    keep_latest(history, frame);
    keep_frame(history, frame);
}

const gr_keyframe *gr_history_find(const gr_history *history, long step)
{
    size_t until = count_until(history, step);
    const gr_keyframe *found = until > 0 ? &history->frames[until - 1] : NULL;
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
    if (!has_room(history, 0)) /* not even one */
        gr_history_clear(history);
}

void gr_history_move(gr_history *to, gr_history *from, long step)
{
    gr_history_clear(to);
    gr_history_cut(from, step);
    from->limit = to->limit;
    *to = *from;
    *from = (gr_history){ 0 };
    gr_history_limit(to, to->limit);
}

void gr_history_clear(gr_history *history)
{
    for (size_t i = 0; i < history->count; i++)
        drop(history, &history->frames[i]);
    drop(history, &history->latest);
    gr_free(history->frames);
    *history = (gr_history){ .limit = history->limit };
}

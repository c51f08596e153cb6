#include "app_private.h"

#include "gradus/session_words.h"

#include <stdio.h>
#include <string.h>

/* --- life --- */

bool gr_app_init(gr_app *app, const char *lesson, bool ascii, gr_error *err)
{
    *app = (gr_app){ .ascii = ascii, .confidence = true, .speed = GR_SPEED };
    gr_bindings_init(&app->bindings);
    gr_text path = { 0 };
    bool good = gr_catalogue_load(&app->catalogue, err);

    if (good && lesson != NULL)
        good = gr_path_find(lesson, GR_PATH_LESSON, &path, err) &&
               gr_app_open_lesson(app, gr_text_string(&path), err);
    gr_text_clear(&path);
    if (!good)
        gr_app_clear(app);
    return good;
}

void gr_app_around(gr_app *app, gr_session *session, bool ascii)
{
    *app = (gr_app){ .ascii = ascii, .confidence = true, .speed = GR_SPEED, .session = session };
    gr_bindings_init(&app->bindings);
    app->on_live = gr_app_has_wheel(app);
}

/* The end of a lesson, as far as this program goes. */
static void close_session(gr_session *session)
{
    if (session != NULL)
        gr_session_tell(session, GR_ENTRY_CLOSE, NULL);
}

void gr_app_clear(gr_app *app)
{
    close_session(app->session);
    gr_session_free(app->session);
    gr_session_free(app->review);
    gr_review_clear(&app->schedule);
    gr_catalogue_clear(&app->catalogue);
    gr_text_clear(&app->clipboard);
    *app = (gr_app){ .quit = true };
}

static gr_catalogue_entry *entry_of(gr_app *app, const char *name)
{
    for (size_t i = 0; i < app->catalogue.count; i++)
        if (strcmp(app->catalogue.entries[i].name, name) == 0)
            return &app->catalogue.entries[i];
    return NULL;
}

/* The open lesson goes back into the catalogue as it stands, a review aside; what is neither is
 * closed. */
static void put_away(gr_app *app)
{
    if (app->session != NULL && app->session->lesson->review) {
        gr_session_free(app->review);
        app->review = app->session;
        app->session = NULL;
        return;
    }
    gr_catalogue_entry *entry =
        app->session != NULL ? entry_of(app, app->session->lesson->name) : NULL;

    close_session(app->session);
    if (entry == NULL) {
        gr_session_free(app->session);
    } else {
        entry->progress = gr_session_progress(app->session);
        entry->session = app->session;
        app->catalogue.chosen = (size_t)(entry - app->catalogue.entries);
    }
    app->session = NULL;
}

void gr_app_show_session(gr_app *app, gr_session *session)
{
    put_away(app);
    app->session = session;
    app->scrolled = app->playing = app->fine = app->zoomed = app->waiting = false;
    app->on_live = gr_app_has_wheel(app);
    app->knob = app->scroll = app->plot = 0;
}

/* Once nothing moves the record is told where the run stands: the step survives whatever comes. */
static void note_rest(gr_app *app)
{
    if (app->session != NULL && !app->playing)
        gr_session_rest(app->session);
}

/* A lesson that was left is found as it was left. */
bool gr_app_open_lesson(gr_app *app, const char *path, gr_error *err)
{
    gr_lesson *lesson = gr_lesson_load(path, NULL, err);

    if (lesson == NULL)
        return false;
    gr_catalogue_entry *entry = entry_of(app, lesson->name);
    if (entry != NULL && entry->session != NULL) {
        gr_session *left = entry->session;
        entry->session = NULL;
        gr_lesson_free(lesson);
        gr_app_show_session(app, left);
        gr_session_told_page(left);
        return true;
    }
    gr_session *session = gr_session_new(lesson, err);
    if (session != NULL && !gr_session_follow(session, app->record, err)) {
        gr_session_free(session);
        return false;
    }
    if (session != NULL)
        gr_app_show_session(app, session);
    return session != NULL;
}

bool gr_app_follow(gr_app *app, gr_record *record, gr_error *err)
{
    gr_csv rows;

    app->record = record;
    if (record == NULL)
        return true;
    if (!gr_record_rows(record, &rows, err))
        return false;
    gr_catalogue_follow(&app->catalogue, &rows);
    bool done = gr_catalogue_review(&app->catalogue, &rows, &app->schedule, err);
    gr_csv_clear(&rows);
    if (!done)
        return false;
    if (app->session != NULL && !gr_session_follow(app->session, record, err))
        return false;
    app->on_live = gr_app_has_wheel(app); /* it may be another page now */
    return true;
}

const char *gr_app_way_back(const gr_app *app)
{
    return app->review != NULL ? "back to the review" : "all lessons";
}

/* From a review to the catalogue; from a lesson to the review that it was opened from, else to the
 * catalogue, on the line of the lesson. */
bool gr_app_leave_lesson(gr_app *app, gr_error *err)
{
    gr_session *review = app->review;

    app->playing = false;
    app->review = NULL;
    if (review != NULL) {
        gr_app_show_session(app, review);
        return true;
    }
    gr_app_reviewed(app);
    put_away(app);
    gr_session_free(app->review);
    app->review = NULL;
    return gr_app_refresh(app, err);
}

/* --- keys --- */

const char *gr_app_key_of(const gr_app *app, gr_action_id id)
{
    return app->bindings.of[id].count > 0 ? app->bindings.of[id].first : "no key";
}

gr_context gr_app_place(const gr_app *app)
{
    if (app->session == NULL)
        return GR_CONTEXT_CATALOGUE;
    if ((!app->on_live || app->zoomed) && gr_session_drawing(app->session) != NULL)
        return GR_CONTEXT_CURVE;
    if (!app->on_live && gr_session_item(app->session) != NULL)
        return GR_CONTEXT_ITEM;
    switch (gr_session_control(app->session, NULL)) {
    case GR_CONTROL_DRIVE:
    case GR_CONTROL_LABEL: return GR_CONTEXT_DRIVE;
    case GR_CONTROL_WATCH: return GR_CONTEXT_WATCH;
    default: return GR_CONTEXT_PAGE;
    }
}

/* Help may be open over a field, and the field that searches it over the help. */
gr_context gr_app_context(const gr_app *app)
{
    if (app->help && app->field != GR_FIELD_FIND)
        return GR_CONTEXT_HELP;
    return app->field != GR_FIELD_NONE ? GR_CONTEXT_FIELD : gr_app_place(app);
}

static bool append(char *text, size_t room, gr_key key)
{
    char encoded[4];
    size_t length = strlen(text), n = gr_utf8_encode(key, encoded);

    if (length + n >= room)
        return false;
    memcpy(text + length, encoded, n);
    text[length + n] = '\0';
    return true;
}

/* A number field takes what numbers are made of; what no number begins with keeps its meaning in an
 * empty one, so that `e` still exports there. */
static bool number_takes(const char *typed, gr_key key)
{
    static const char begins[] = "0123456789.+-(", follows[] = "*/^)e";

    if (key == 0 || key > 126)
        return false;
    return strchr(begins, (int)key) != NULL ||
           (typed[0] != '\0' && strchr(follows, (int)key) != NULL);
}

/* Each item's number once. */
static bool order_takes(const gr_item *item, const char *typed, gr_key key)
{
    return key >= '1' && key < '1' + item->option_count && strchr(typed, (int)key) == NULL;
}

/* Keys that go into the field of the open question. */
static bool item_takes(gr_app *app, gr_key key)
{
    const gr_item *item = gr_session_item(app->session);
    gr_item_state *state = gr_session_state(app->session, item);

    if (item->answer_kind == GR_ANSWER_CHOICE) {
        if (key < '1' || key >= '1' + item->option_count)
            return false;
        state->typed[0] = (char)key;
        state->typed[1] = '\0';
        return true;
    }
    if (item->answer_kind == GR_ANSWER_TEXT)
        return false; /* until Enter opens its field */
    size_t number;
    const char *blank = gr_session_blank_typed(app->session, item, &number);
    if (item->answer_kind == GR_ANSWER_ORDER ? !order_takes(item, state->typed, key)
                                             : !number_takes(blank, key))
        return false;
    append(state->typed, sizeof state->typed, key);
    app->scrolled = false;
    return true;
}

/* 1, 2 or 3 says how sure the last answer was. Enter leaves it out, and so does every other key,
 * which then does what it always does. */
static bool sure_takes(gr_app *app, gr_key key)
{
    gr_session *session = app->session;

    if (session == NULL || session->unsure == NULL || app->help || app->field != GR_FIELD_NONE)
        return false;
    const gr_item *item = session->unsure;
    bool said = key >= '1' && key <= '3';
    gr_session_sure(session, said ? (int)(key - '0') : 0);
    if (said)
        gr_app_say(app, GR_MESSAGE_PLAIN, "sure: %s", gr_confidence_word((int)(key - '0')));
    gr_app_tell_closed(app, item);
    return said || key == GR_KEY_ENTER;
}

static bool is_printable(gr_key key)
{
    return key >= ' ' && key < GR_KEY_FIRST && !gr_character_refused(key);
}

/* A digit outside fields is a count: 10. is ten steps. */
static bool count_takes(gr_app *app, gr_key key)
{
    if (key < '0' || key > '9' || (key == '0' && app->count == 0))
        return false;
    if (app->count < 100000000)
        app->count = app->count * 10 + (long)(key - '0');
    return true;
}

/* Into the open field; the first letter takes the place of what it was opened with. */
static void field_takes(gr_app *app, gr_key key)
{
    if (app->untouched)
        app->typed[0] = '\0';
    app->untouched = false;
    append(app->typed, sizeof app->typed, key);
    gr_app_field_changed(app);
}

/* In the catalogue a digit begins a search: for the number of a lesson. */
static bool search_takes(gr_app *app, gr_key key)
{
    if (key < '0' || key > '9' ||
        gr_action_of_key(&app->bindings, GR_CONTEXT_CATALOGUE, key) != GR_ACTION_NONE)
        return false;
    gr_app_open_field(app, GR_FIELD_SEARCH, "");
    field_takes(app, key);
    return true;
}

static bool context_takes(gr_app *app, gr_context context, gr_key key)
{
    if (context == GR_CONTEXT_FIELD && is_printable(key)) {
        field_takes(app, key);
        return true;
    }
    if (context == GR_CONTEXT_ITEM)
        return !app->waiting && item_takes(app, key); /* what is being checked stays as it is */
    if (context == GR_CONTEXT_CATALOGUE)
        return search_takes(app, key);
    bool counts = gr_context_reaches(context, GR_CONTEXT_PAGE) && context != GR_CONTEXT_ITEM;
    return counts && count_takes(app, key);
}

/* Beside an open question there is still the wheel: who has it steers with the arrows, who watches
 * can take it. */
static gr_action_id action_of(const gr_app *app, gr_context context, gr_key key)
{
    gr_action_id id = gr_action_of_key(&app->bindings, context, key);

    if (context != GR_CONTEXT_ITEM || !gr_app_has_wheel(app))
        return id;
    bool watching = gr_session_control(app->session, NULL) == GR_CONTROL_WATCH;
    gr_action_id wheel = gr_action_of_key(
        &app->bindings, watching ? GR_CONTEXT_WATCH : GR_CONTEXT_DRIVE, key);
    bool steers = wheel >= GR_ACTION_DRIVE_UP && wheel <= GR_ACTION_DRIVE_RIGHT;
    return id == GR_ACTION_NONE || (steers && key >= GR_KEY_FIRST) ? wheel : id;
}

void gr_app_key(gr_app *app, gr_key key)
{
    gr_context context = gr_app_context(app);
    long count = app->count;

    app->message_kind = GR_MESSAGE_NONE;
    if (sure_takes(app, key))
        return;
    if (context_takes(app, context, key)) {
        if (app->count != 0 && app->count != count)
            gr_app_say(app, GR_MESSAGE_PLAIN, "%ld", app->count);
        return;
    }
    gr_action_id id = action_of(app, context, key);
    if (id != GR_ACTION_NONE)
        gr_app_do(app, id);
    app->count = 0;
    note_rest(app);
}

void gr_app_paste(gr_app *app, const char *text)
{
    gr_text clean = { 0 };
    size_t taken;

    gr_text_clean(&clean, text, strlen(text));
    const char *at = gr_text_string(&clean);
    bool open = gr_app_context(app) == GR_CONTEXT_FIELD;
    for (size_t left = clean.length; left > 0 && open; left -= taken) {
        uint32_t character = '?';
        taken = gr_utf8_decode(at, left, &character);
        taken = taken > 0 ? taken : 1;
        if (is_printable(character))
            field_takes(app, character);
        at += taken;
    }
    gr_text_clear(&clean);
}

/* --- work --- */

bool gr_app_busy(const gr_app *app)
{
    return app->session != NULL && app->session->moving;
}

void gr_app_work(gr_app *app)
{
    gr_error err;

    if (!gr_app_busy(app))
        return;
    bool good = gr_session_piece(app->session, &err), waited = app->waiting;
    if (!good) {
        app->playing = false;
        gr_app_complain(app, &err);
    }
    app->waiting = good && waited && gr_app_busy(app);
    if (good && waited && !app->waiting)
        gr_app_do(app, app->then);
    note_rest(app);
}

void gr_app_show_progress(gr_app *app, long milliseconds)
{
    app->work_spent = gr_app_busy(app) ? milliseconds : 0;
}

int gr_app_interval(const gr_app *app)
{
    int shortest = app->speed > GR_SPEED_MAX ? 1 : 1000 / GR_FRAMES_A_SECOND;
    int interval = 1000 / app->speed;

    if (!app->playing)
        return 0;
    return interval > shortest ? interval : shortest;
}

/* One, but for a speed that has more steps than frames. */
static long steps_a_frame(const gr_app *app)
{
    bool many = app->speed > GR_FRAMES_A_SECOND && app->speed <= GR_SPEED_MAX;

    return many ? app->speed / GR_FRAMES_A_SECOND : 1;
}

void gr_app_tick(gr_app *app)
{
    gr_error err;

    if (!app->playing || gr_app_busy(app))
        return;
    long next = gr_session_step(app->session) + steps_a_frame(app);
    if (gr_session_at_end(app->session) || gr_session_gate(app->session) != NULL ||
        gr_app_waits_for_student(app))
        app->playing = false;
    else if (!gr_session_aim(app->session, next, 0, &err)) {
        app->playing = false;
        gr_app_complain(app, &err);
    }
    note_rest(app);
}

/* --- drawing --- */

bool gr_app_draw(gr_app *app, gr_canvas *canvas, gr_error *err)
{
    gr_canvas_blank(canvas);
    if (app->help)
        return gr_help_draw(app, canvas, err);
    return app->session != NULL ? gr_page_draw(app, canvas, err)
                                : gr_catalogue_draw(app, canvas, err);
}

void gr_field_box(gr_text *box, const char *typed, int width)
{
    while ((int)gr_text_width(typed) > width) {
        uint32_t character = '?';
        size_t taken = gr_utf8_decode(typed, strlen(typed), &character);
        typed += taken > 0 ? taken : 1;
    }
    gr_text_addf(box, "[ %s", typed);
    gr_text_pad(box, ' ', (size_t)(width - (int)gr_text_width(typed)));
    gr_text_add(box, " ]");
}

void gr_scrolled_draw(const gr_prose_lines *lines, size_t scroll, gr_canvas *canvas, gr_rect rect)
{
    size_t room = rect.height > 0 ? (size_t)rect.height : 0;
    char more[40];

    gr_prose_draw(lines, scroll, canvas, rect);
    if (room < 2 || lines->count <= scroll + room)
        return;
    snprintf(more, sizeof more, "%zu more below", lines->count - scroll - room + 1);
    gr_rect last = { rect.x, rect.y + rect.height - 1, rect.width, 1 };
    gr_canvas_wipe(canvas, last);
    gr_canvas_text_right(canvas, last.x, last.y, last.width, more, GR_ROLE_DIM);
}

/* What an author's linter can prove by running the lesson. */
#include "check_private.h"

#include "gradus/answer.h"

#include <string.h>

bool gr_check_find(const gr_lesson *lesson, gr_place place, gr_findings *findings, gr_error *err,
                   const char *message)
{
    gr_error found;

    gr_fail_at(&found, lesson->file, place.line, place.column, "%s", message);
    return gr_findings_add(findings, &found, false, err);
}

bool gr_check_take(const gr_error *found, gr_findings *findings, gr_error *err)
{
    for (size_t i = 0; i < findings->count; i++)
        if (strcmp(findings->list[i].message, found->message) == 0)
            return true;
    return gr_findings_add(findings, found, false, err);
}

/* --- experiments and goals --- */

static bool check_goal(const gr_lesson *lesson, const gr_lab *lab, gr_findings *findings,
                       gr_error *err)
{
    gr_error found = { 0 };
    long step;

    if (!gr_lab_goal(lab, lesson->file, &step, &found))
        return gr_check_take(&found, findings, err);
    if (step < 0 && lab->driven) /* it is for the student to reach */
        return true;
    if (step < 0)
        return gr_check_find(lesson, lab->goal.place, findings, err,
                             "this goal is not reached within the page's steps");
    return step > 0 || gr_check_find(lesson, lab->goal.place, findings, err,
                                     "this goal holds before the first step");
}

static bool can_start(const gr_lab *lab, gr_error *err)
{
    gr_run *run = gr_lab_start(lab, 0, (gr_run_keep){ .trace = false }, err), *ghost = NULL;
    bool starts = run != NULL && gr_lab_ghost(lab, &ghost, err);

    gr_run_free(run);
    gr_run_free(ghost);
    return starts;
}

/* An experiment that cannot start is told once, and its questions are left alone. */
static bool check_lab(const gr_lesson *lesson, const gr_lab *lab, bool *starts,
                      gr_findings *findings, gr_error *err)
{
    gr_error found = { 0 };

    *starts = can_start(lab, &found);
    if (!*starts) {
        gr_error_locate(&found, lesson->file, lab->place.line, lab->place.column);
        return gr_check_take(&found, findings, err);
    }
    return lab->goal.text == NULL || check_goal(lesson, lab, findings, err);
}

bool gr_lesson_check(const gr_lesson *lesson, gr_findings *findings, gr_error *err)
{
    const gr_lab *checked = NULL;
    bool starts = false;

    for (size_t p = 0; p < lesson->page_count; p++) {
        const gr_page *page = &lesson->pages[p];
        if (page->lab != NULL && page->lab != checked &&
            !check_lab(lesson, page->lab, &starts, findings, err))
            return false;
        checked = page->lab;
        for (size_t i = 0; i < page->item_count; i++) {
            const gr_item *item = page->items[i];
            bool good =
                page->lab == NULL && gr_item_needs_lab(item)
                    ? gr_check_find(lesson, item->place, findings, err,
                                    "a question needs an experiment on this page or before it")
                    : (page->lab != NULL && !starts) || gr_check_item(lesson, item, page->lab, findings, err);
            if (!good)
                return false;
        }
    }
    return true;
}

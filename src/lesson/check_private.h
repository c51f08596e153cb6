/* check_private.h - what check*.c share: false only when there is no memory. */
#ifndef GRADUS_CHECK_PRIVATE_H
#define GRADUS_CHECK_PRIVATE_H

#include "gradus/lesson.h"

/* A finding at a place of the lesson. */
bool gr_check_find(const gr_lesson *lesson, gr_place place, gr_findings *findings, gr_error *err,
                   const char *message);

/* An error while evaluating is a finding too. Several proofs about one question may meet the same
 * one: it is told once. */
bool gr_check_take(const gr_error *found, gr_findings *findings, gr_error *err);

/* Prove what a question on a page with this experiment promises. */
bool gr_check_item(const gr_lesson *lesson, const gr_item *item, const gr_lab *lab,
                   gr_findings *findings, gr_error *err);
bool gr_check_curve(const gr_lesson *lesson, const gr_item *item, const gr_lab *lab,
                    gr_findings *findings, gr_error *err);

#endif

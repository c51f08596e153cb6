/* What is said of reviews. */
#include "gradus/review.h"

enum { HOUR = 3600, DAY = 24 * HOUR };

static void say_count(gr_text *out, int64_t count, const char *what)
{
    gr_text_addf(out, "%lld %s%s", (long long)count, what, count == 1 ? "" : "s");
}

void gr_review_say(const gr_review_sums *sums, const char *between, gr_text *out)
{
    if (sums->still_right > 0)
        gr_text_addf(out, "%zu right alone at review", sums->still_right);
    if (sums->still_right > 0 && sums->due > 0)
        gr_text_add(out, between);
    if (sums->due > 0) {
        say_count(out, (int64_t)sums->due, "item");
        gr_text_add(out, " due");
    }
}

/* Whole days or hours, rounded up: what is said is never too early. */
void gr_review_say_wait(int64_t seconds, gr_text *out)
{
    if (seconds <= 0) {
        gr_text_add(out, "now");
        return;
    }
    gr_text_add(out, "in ");
    if (seconds > DAY)
        say_count(out, (seconds + DAY - 1) / DAY, "day");
    else
        say_count(out, (seconds + HOUR - 1) / HOUR, "hour");
}

void gr_review_say_next(const gr_review_sums *sums, int64_t now, gr_text *out)
{
    if (sums->closed == 0) {
        gr_text_add(out, "Nothing is due for review; a question comes back the day after it was "
                         "answered in its lesson.");
        return;
    }
    gr_text_add(out, "Nothing is due for review; the next question is ");
    gr_review_say_wait(sums->next - now, out);
    gr_text_add(out, ".");
}

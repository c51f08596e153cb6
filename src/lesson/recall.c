#include "gradus/recall.h"

#include "gradus/memory.h"

#include <stdlib.h>
#include <string.h>

static const long days[] = { 1, 3, 7, 16, 35 };

enum { VARIANTS_MAX = 1000000 }; /* whoever wrote more was not asked so often */

long gr_recall_days(size_t gap)
{
    return days[gap < GR_LEN(days) ? gap : GR_LEN(days) - 1];
}

static void begin(gr_recall *recall, const char *params)
{
    static const char word[] = "review=";
    size_t length = sizeof word - 1;
    long variant = strncmp(params, word, length) == 0 ? strtol(params + length, NULL, 10) : 0;

    bool good = variant > recall->variant && variant <= VARIANTS_MAX;
    recall->variant = good ? variant : recall->variant + 1;
    recall->helped = recall->decided = false;
}

static void decide(gr_recall *recall, bool right)
{
    recall->decided = true;
    recall->times++;
    recall->still_right = right && !recall->helped;
    if (!right)
        recall->gap = 0;
    else if (!recall->helped && recall->gap + 1 < GR_LEN(days))
        recall->gap++;
}

bool gr_recall_take(gr_recall *recall, const char *value, double correct, const char *params)
{
    bool marked = correct == 0 || correct == 1;

    if (!marked && strcmp(value, GR_RECALL_ASKED) == 0)
        begin(recall, params);
    if (recall->decided)
        return false;
    if (!marked && (strcmp(value, GR_RECALL_HINT) == 0 || strcmp(value, GR_RECALL_PAGE) == 0))
        recall->helped = true;
    if (!marked && strcmp(value, GR_RECALL_SOLUTION) != 0)
        return false;
    decide(recall, correct == 1);
    return true;
}

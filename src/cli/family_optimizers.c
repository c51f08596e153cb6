/* An optimizer, with the arithmetic of an update in names. */
#include "family.h"

#include "gradus/optimizer.h"

#include <stdio.h>

static void put_terms(gr_text *out, const gr_term *terms)
{
    static const char *const parts[GR_UPDATE_PARTS] = { "gradient", "state", "bias", "step" };

    for (size_t i = 0; terms[i].name != NULL; i++) {
        bool first = i == 0 || terms[i].part != terms[i - 1].part;
        gr_text_addf(out, "  %-16s  %s%s", first ? parts[terms[i].part] : "", terms[i].name,
                     terms[i].formula != NULL ? " = " : "");
        gr_term_write(&terms[i], NULL, NULL, out);
        gr_text_add(out, "\n");
    }
}

static bool show(size_t index, gr_error *err)
{
    const gr_optimizer *optimizer = gr_optimizer_at(index);
    gr_text text = { 0 };

    gr_cli_print_title(optimizer->name, "optimizer", optimizer->summary);
    put_terms(&text, optimizer->terms);
    bool good = gr_cli_print_knobs(optimizer->params, err) && gr_text_ok(&text, err);
    if (good)
        printf("\nan update, coordinate by coordinate\n%s", gr_text_string(&text));
    gr_text_clear(&text);
    return good;
}

const gr_cli_family gr_cli_family_optimizers = {
    .name = "optimizers",
    .members = &gr_optimizer_family,
    .show = show,
};

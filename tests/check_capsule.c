/* Capsules: what they look like, that they read back, and what is refused with its place. */
#include "gradus/capsule.h"
#include "gradus/memory.h"

#include "runs.h"
#include "toy.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char *put(const gr_plan *plan, const uint64_t *digest, bool flow)
{
    gr_text text = { 0 };
    gr_error err;

    ck_assert_msg(gr_capsule_put(&text, plan, digest, flow, &err), "%s", err.message);
    char *copy = strdup(gr_text_string(&text));
    gr_text_clear(&text);
    return copy;
}

static void read_back(const char *text, gr_capsule *capsule)
{
    gr_error err;

    ck_assert_msg(gr_capsule_read("c", text, strlen(text), capsule, &err), "%s\n%s", err.message,
                  text);
}

/* --- what they look like --- */

START_TEST(test_block)
{
    gr_plan plan;
    uint64_t digest = UINT64_C(0x00123456789abcde);

    gr_test_plan(&plan, gr_experiment_find("parameters", NULL), "layers=5-8-4-3 bias=no");
    gr_test_equal(put(&plan, NULL, false), strdup("gradus: " GRADUS_VERSION "\n"
                                                  "experiment: parameters\n"
                                                  "set: {layers: 5-8-4-3, bias: no}\n"
                                                  "seed: 1\n"));
    plan.steps = 3;
    plan.every = 0;
    plan.table = 0;
    gr_test_equal(put(&plan, &digest, false), strdup("gradus: " GRADUS_VERSION "\n"
                                                     "experiment: parameters\n"
                                                     "set: {layers: 5-8-4-3, bias: no}\n"
                                                     "seed: 1\n"
                                                     "steps: 3\n"
                                                     "every: 0\n"
                                                     "table: layers\n"
                                                     "digest: 00123456789abcde\n"));
    gr_plan_clear(&plan);
}
END_TEST

static void add_events(gr_plan *plan)
{
    char knob[] = "stride", value[] = "1/5";
    const gr_event events[] = { { .step = 2, .action = GR_TOY_PUSH },
                                { .step = 2, .knob = knob, .value = value },
                                { .step = 9, .action = GR_TOY_PULL } };

    for (size_t i = 0; i < GR_LEN(events); i++)
        ck_assert(gr_plan_add_event(plan, &events[i], NULL));
}

START_TEST(test_flow)
{
    gr_plan plan;

    gr_test_plan(&plan, &gr_toy, "stride=0.1,0.2 label=a,b");
    ck_assert(gr_plan_seeds(&plan, "3..5", NULL) && gr_plan_shard(&plan, "2/4", NULL));
    add_events(&plan);
    gr_test_equal(put(&plan, NULL, true),
                  strdup("{gradus: " GRADUS_VERSION ", experiment: toy, "
                         "set: {stride: [0.1, 0.2], label: \"a,b\"}, seed: 3..5, shard: 2/4, "
                         "events: [{step: 2, act: push}, {step: 2, set: stride, to: 1/5}, "
                         "{step: 9, act: pull}]}"));
    gr_plan_clear(&plan);
}
END_TEST

START_TEST(test_path)
{
    static const char *const cases[][2] = {
        { "x.csv", "x.run.yaml" },         { "a/b.c/x.csv", "a/b.c/x.run.yaml" },
        { "x", "x.run.yaml" },             { "x.csv.gz", "x.csv.gz.run.yaml" },
        { ".csv", ".csv.run.yaml" },       { "x.CSV", "x.CSV.run.yaml" },
        { "x.csv.csv", "x.csv.run.yaml" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_text path = { 0 };
        ck_assert(gr_capsule_path(cases[i][0], &path, NULL));
        gr_assert_text(gr_text_string(&path), cases[i][1]);
        gr_text_clear(&path);
    }
}
END_TEST

/* --- round trips --- */

/* Both forms read back to a plan that puts the same text again. */
static void check_round_trip(const gr_plan *plan, const uint64_t *digest)
{
    for (int flow = 0; flow <= 1; flow++) {
        gr_capsule capsule;
        char *text = put(plan, digest, flow);
        read_back(text, &capsule);
        ck_assert(capsule.has_digest == (digest != NULL));
        ck_assert(digest == NULL || capsule.digest == *digest);
        gr_test_equal(put(&capsule.plan, digest, true), put(plan, digest, true));
        gr_plan_clear(&capsule.plan);
        free(text);
    }
}

START_TEST(test_round_trips)
{
    static const char *const assignments[] = {
        "", "stride=0.1", "stride=0.1,1/5,2e-1 noisy=yes,no", "layers=3-2 layers=4-4-4",
        "mover=jump reach=2 mover.stride=0.5", "gain=0.5 mover.gain=0.25", "batch=full columns=all",
    };
    static const uint64_t digests[] = { 0, 1, UINT64_MAX };
    gr_plan plan;

    for (size_t i = 0; i < GR_LEN(assignments); i++) {
        gr_test_plan(&plan, &gr_toy, assignments[i]);
        check_round_trip(&plan, NULL);
        plan.steps = (long)i;
        plan.every = 7;
        plan.table = GR_TOY_LOG;
        ck_assert(gr_plan_seeds(&plan, "18446744073709551610..18446744073709551615", NULL));
        ck_assert(gr_plan_shard(&plan, "3/3", NULL));
        add_events(&plan);
        check_round_trip(&plan, &digests[i % 3]);
        ck_assert(gr_plan_runs(&plan, i % 2 == 0 ? "2.." : "1..3", NULL));
        check_round_trip(&plan, &digests[i % 3]);
        gr_plan_clear(&plan);
    }
}
END_TEST

/* Texts that YAML would take for something else come back as they were. */
START_TEST(test_awkward_texts)
{
    static const char *const texts[] = {
        "", " ", "null", "~", "true", "no", "1e3", "0x10", "a: b", "a #b", "#", "- a", "[a]", "{a}",
        "a, b", "'", "\"", "\\", "\\n", "%d%s", "@a", "`a`", "!tag", "&a", "*a", "|", ">", "?",
        "two\nlines", "tab\there", "\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80", "ends in blank ", "a:",
        "---", "...", "=1+1",
    };
    gr_plan plan;

    for (size_t i = 0; i < GR_LEN(texts); i++) {
        gr_plan_init(&plan, &gr_toy);
        ck_assert(gr_plan_add_value(&plan, "label", texts[i], NULL));
        check_round_trip(&plan, NULL);
        ck_assert(gr_plan_add_value(&plan, "label", "another", NULL));
        check_round_trip(&plan, NULL);
        gr_capsule capsule;
        char *text = put(&plan, NULL, i % 2 == 0);
        read_back(text, &capsule);
        gr_assert_text(capsule.plan.axes[0].values[0], texts[i]);
        gr_plan_clear(&capsule.plan);
        gr_plan_clear(&plan);
        free(text);
    }
}
END_TEST

/* --- files --- */

static char *put_with_file(const char *path)
{
    gr_plan plan;

    gr_plan_init(&plan, &gr_toy);
    ck_assert(gr_plan_add_value(&plan, "data", path, NULL));
    char *text = put(&plan, NULL, true);
    gr_plan_clear(&plan);
    return text;
}

/* The bytes of a file belong to the run: another file of that name is refused. */
START_TEST(test_files)
{
    char *folder = gr_test_folder(), digest[40];
    const char *path = gr_test_path(folder, "data.csv");
    gr_capsule capsule = { .has_digest = true };
    gr_error err;

    gr_test_write(path, "1,2\n", 4);
    char *text = put_with_file(path);
    snprintf(digest, sizeof digest, ": %016llx}",
             (unsigned long long)gr_fnv1a(GR_FNV_START, "1,2\n", 4));
    ck_assert_msg(strstr(text, digest) != NULL, "%s", text);
    gr_capsule again;
    read_back(text, &again);
    gr_plan_clear(&again.plan);
    gr_test_write(path, "1,3\n", 4);
    ck_assert(!gr_capsule_read("c", text, strlen(text), &capsule, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
    ck_assert(strncmp(err.message, "c:1:", 4) == 0);
    gr_assert_message(err, "data.csv is not the file that the run was made with");
    unlink(path);
    ck_assert(!gr_capsule_read("c", text, strlen(text), &capsule, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_IO);
    ck_assert(capsule.has_digest && capsule.plan.experiment == NULL); /* untouched */
    free(text);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_file_missing)
{
    gr_text text = { 0 };
    gr_plan plan;
    gr_error err;

    gr_plan_init(&plan, &gr_toy);
    ck_assert(gr_plan_add_value(&plan, "data", "/no/such/file.csv", NULL));
    ck_assert(!gr_capsule_put(&text, &plan, NULL, true, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_IO);
    gr_plan_clear(&plan);
    gr_text_clear(&text);
    char *none = put_with_file("none"); /* a word of that knob, no file */
    ck_assert_ptr_null(strstr(none, "files"));
    free(none);
}
END_TEST

/* --- what is refused --- */

static void check_refused(const char *text, const char *message)
{
    gr_capsule capsule = { .digest = 7 };
    gr_error err = { 0 };

    ck_assert_msg(!gr_capsule_read("c", text, strlen(text), &capsule, &err), "taken: %s", text);
    ck_assert_msg(err.kind == GR_ERROR_DATA, "kind %d of: %s", (int)err.kind, text);
    ck_assert_msg(strncmp(err.message, "c:", 2) == 0, "no place: %s", err.message);
    gr_assert_message(err, message);
    ck_assert(capsule.digest == 7 && capsule.plan.axes == NULL);
}

START_TEST(test_refused)
{
    static const char *const cases[][2] = {
        { "", "an empty capsule" },
        { "# nothing", "an empty capsule" },
        { "5", "mapping" },
        { "[]", "" },
        { "{", "" },
        { "gradus: 1.0.0", "'experiment' is missing" },
        { "experiment: nothing", "c:1:13: unknown experiment 'nothing'; there are: " },
        { "experiment: [toy]", "" },
        { "experiment: toy\nstepss: 3", "c:2:1: unknown key 'stepss'; allowed: gradus, experiment" },
        { "experiment: toy\nexperiment: toy", "" },
        { "experiment: &a toy", "" },
        { "experiment: !x toy", "" },
        { "experiment: toy\nset: [1]", "c:2:" },
        { "experiment: toy\nset: 3", "c:2:" },
        { "experiment: toy\nset: {nothing: 1}", "c:2:6: unknown knob 'nothing'" },
        { "experiment: toy\nset: {gain: 3}", "c:2:6: knob gain: '3' is not allowed" },
        { "experiment: toy\nset: {gain: [1, 3]}", "c:2:6: knob gain: '3' is not allowed" },
        { "experiment: toy\nset: {reach: 2}", "c:2:6: unknown knob 'reach'" },
        { "experiment: toy\nset: {gain: []}", "an empty list of values" },
        { "experiment: toy\nset: {gain: {a: 1}}", "a knob's value is a text" },
        { "experiment: toy\nset: {gain: [[1]]}", "c:2:" },
        { "experiment: toy\nset: {gain: }", "c:2:" },
        { "experiment: toy\nseed: -1", "c:2:7: '-1' is no seed" },
        { "experiment: toy\nseed: [1]", "c:2:" },
        { "experiment: toy\nseed: 3..1", "'3..1' is no seed" },
        { "experiment: toy\nsteps: -1", "c:2:8: 'steps' is a whole number" },
        { "experiment: toy\nsteps: 1e99", "c:2:8:" },
        { "experiment: toy\nsteps: many", "c:2:8:" },
        { "experiment: toy\nevery: -2", "c:2:8:" },
        { "experiment: toy\ntable: chair", "c:2:8: toy has no table 'chair'" },
        { "experiment: toy\nshard: 5/2", "c:2:8: '5/2' is no shard" },
        { "experiment: toy\nruns: 5..2", "c:2:7: '5..2' is no range of runs" },
        { "experiment: toy\nruns: 2..", "run 2 of 1: there is none" },
        { "experiment: toy\nevents: 7", "c:2:9:" },
        { "experiment: toy\nevents: [7]", "c:2:10:" },
        { "experiment: toy\nevents: [{step: 0, act: push}]", "c:2:" },
        { "experiment: toy\nevents: [{act: push}]", "'step' is missing" },
        { "experiment: toy\nevents: [{step: 1}]", "an event needs `set` and `to`, or `act`" },
        { "experiment: toy\nevents: [{step: 1, set: gain}]", "an event needs" },
        { "experiment: toy\nevents: [{step: 1, to: 1}]", "an event needs" },
        { "experiment: toy\nevents: [{step: 1, act: fly}]", "toy has no action 'fly'" },
        { "experiment: toy\nevents: [{step: 1, act: push, set: gain, to: 1}]",
          "an event is either `set` and `to` or `act`" },
        { "experiment: toy\nevents: [{step: 1, act: push, when: 2}]", "unknown key 'when'" },
        { "experiment: toy\nevents:\n- {step: 5, act: push}\n- {step: 4, act: push}",
          "c:4:3: events come in the order of their steps" },
        { "experiment: toy\nevents: [{step: 1, set: nothing, to: 1}]", "unknown knob 'nothing'" },
        { "experiment: toy\nevents:\n- {step: 1, set: gain, to: 9}",
          "c:3:3: knob gain: '9' is not allowed" },
        { "experiment: parameters\nevents: [{step: 1, act: push}]",
          "parameters has no action 'push'" },
        { "experiment: toy\ndigest: xyz", "'xyz' is no digest of 16 hexadecimal digits" },
        { "experiment: toy\ndigest: 123456789abcdef", "is no digest" },
        { "experiment: toy\ndigest: 0x123456789abcde", "is no digest" },
        { "experiment: toy\ndigest: ' 123456789abcdef'", "is no digest" },
        { "experiment: toy\ndigest: -123456789abcdef", "is no digest" },
        { "experiment: toy\nfiles: 3", "c:2:" },
        { "experiment: toy\nfiles: {a: zz}", "'zz' is no digest" },
        { "experiment: toy\n---\nexperiment: toy", "" },
        { "experiment: toy\nset: {label: \"\\e[2J\"}", "c:2:" },
        { "experiment: toy\nset: {label: \x1b[2J}", "c:2:" },
        { "experiment: toy\nset: {label: \xff}", "c:2:" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++)
        check_refused(cases[i][0], cases[i][1]);
}
END_TEST

/* Cut anywhere, or with a byte changed anywhere: read or refused, and nothing worse. */
START_TEST(test_damaged)
{
    gr_plan plan;
    uint64_t digest = 3, state = 1;
    gr_capsule capsule;
    gr_error err;

    gr_test_plan(&plan, &gr_toy, "stride=0.1,0.2 layers=3-2 label=a:b mover=jump");
    add_events(&plan);
    char *text = put(&plan, &digest, false);
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (gr_capsule_read("c", text, i, &capsule, &err))
            gr_plan_clear(&capsule.plan);
    for (int i = 0; i < 5000; i++) {
        size_t at = (size_t)(gr_splitmix64(&state) % length);
        char old = text[at];
        text[at] = (char)(gr_splitmix64(&state) % 256);
        if (gr_capsule_read("c", text, length, &capsule, &err))
            gr_plan_clear(&capsule.plan);
        else if (err.message[0] == '\0')
            ck_abort_msg("refused without a word: %s", text);
        text[at] = old;
    }
    free(text);
    gr_plan_clear(&plan);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        test_block, test_flow,         test_path,    test_round_trips, test_awkward_texts,
        test_files, test_file_missing, test_refused, test_damaged,
    };
    Suite *s = suite_create("capsule");
    TCase *all = gr_test_case(s, "capsule");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}

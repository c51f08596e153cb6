/* How long a sweep takes with one job and with two, each round one of both in turn. Rounds in which
 * others had the processors are not counted: what all of the machine has computed is known, and
 * what of it was ours. With too few quiet rounds there is no verdict. */
#include "bench.h"

#include "support.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS_MOST = 15, ROUNDS_WANTED = 7, ROUNDS_LEAST = 3 };

static const double OTHERS_MOST = 0.05; /* of one processor */

extern char **environ;

/* Milliseconds that all processors have computed since the machine started, for whomever. */
static double machine_time(void)
{
    double part[8] = { 0 }; /* user, nice, system, idle, iowait, irq, softirq, steal */
    FILE *file = fopen("/proc/stat", "r");
    int found = 0;

    ck_assert_ptr_nonnull(file);
    if (fscanf(file, "cpu") == 0)
        while (found < 8 && fscanf(file, "%lf", &part[found]) == 1)
            found++;
    fclose(file);
    ck_assert_int_eq(found, 8);
    return (part[0] + part[1] + part[2] + part[5] + part[6] + part[7]) * 1000 /
           (double)sysconf(_SC_CLK_TCK);
}

static double milliseconds(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

/* What we and those we have waited for have computed. */
static double our_time(void)
{
    struct rusage own, children;

    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &children);
    return milliseconds(own.ru_utime) + milliseconds(own.ru_stime) +
           milliseconds(children.ru_utime) + milliseconds(children.ru_stime);
}

static double time_sweep(const char *jobs)
{
    const char *gradus = getenv("GRADUS") != NULL ? getenv("GRADUS") : "./gradus";
    const char *const words[] = { gradus,
                                  "run",
                                  "descent",
                                  "-s",
                                  "surface=rosenbrock",
                                  "-s",
                                  "noise=0.1",
                                  "-s",
                                  "optimizer=gd,momentum,adam",
                                  "-s",
                                  "lr=1e-5,2e-5,5e-5,1e-4,2e-4",
                                  "--seed",
                                  "1..50",
                                  "-n",
                                  "5000",
                                  "--last",
                                  "-j",
                                  jobs,
                                  "-o",
                                  "/dev/null",
                                  NULL };
    double begin = gr_bench_now();
    pid_t pid;
    int status;

    ck_assert_int_eq(posix_spawn(&pid, gradus, NULL, NULL, (char *const *)words, environ), 0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
    return gr_bench_now() - begin;
}

/* One round; whether the others left the processors to us. */
static bool time_round(double *one, double *two)
{
    double begin = gr_bench_now(), machine = machine_time(), ours = our_time();

    *one = time_sweep("1");
    *two = time_sweep("2");
    double others = machine_time() - machine - (our_time() - ours);
    return others <= OTHERS_MOST * (gr_bench_now() - begin);
}

static void tell(double *one, double *two, int count)
{
    double alone = gr_bench_quantile(one, (size_t)count, 0.5),
           both = gr_bench_quantile(two, (size_t)count, 0.5);

    gr_bench_print("one job", alone, "ms", 0, "");
    gr_bench_print("two jobs", both, "ms", 0, "");
    gr_bench_print("two jobs against one", 100 * both / alone, "%", 55, "");
}

static void bench(void)
{
    double one[ROUNDS_MOST], two[ROUNDS_MOST], load = 0;
    int quiet = 0, rounds = 0;

    for (; rounds < ROUNDS_MOST && quiet < ROUNDS_WANTED; rounds++)
        quiet += time_round(&one[quiet], &two[quiet]);
    getloadavg(&load, 1);
    printf("a sweep of 750 runs: medians of %d quiet rounds of %d, load average %.2f\n", quiet,
           rounds, load);
    if (quiet < ROUNDS_LEAST || sysconf(_SC_NPROCESSORS_ONLN) < 2)
        printf("  no verdict: it takes two processor cores that others leave alone\n");
    else
        tell(one, two, quiet);
}

int main(void)
{
    return gr_bench_main("sweep", bench);
}

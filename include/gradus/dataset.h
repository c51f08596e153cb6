/* dataset.h - steps that were written down, as a table.
 *
 * One row a step: episode, round, t, state and its place, the action that the expert meant and the
 * one that was carried out, who was in control, whether the step is a label, and how it ended. The
 * fields are those that collections of human corrections ask for (imitation learning from
 * interventions; both actions are kept, since only the intended one may be learned from).
 */
#ifndef GRADUS_DATASET_H
#define GRADUS_DATASET_H

#include "gradus/rollout.h"
#include "gradus/table.h"

bool gr_dataset_columns(gr_table *table, gr_error *err);

/* One step, as so many numbers; `beta` is that of its round, `version` the round of the policy that
 * walked. Actions are numbers from 0 in the order of the world; standing still and what is not known
 * are missing. */
enum { GR_DATASET_FIELDS = 16 };
void gr_dataset_row(const gr_model *model, const gr_visit *visit, double beta, double version,
                    double row[GR_DATASET_FIELDS]);

/* A policy: per state and action its share and the expert's. */
bool gr_policy_table(const gr_model *model, const double *shares, gr_table *table, gr_error *err);

/* --- what is left of labels that are taken back, and how sure a learner is --- */

/* How often a label counts for a member of a bootstrapped ensemble: a Poisson(1) weight that
 * follows from seed, member and label alone (N. Oza and S. Russell, "Online Bagging and Boosting",
 * AISTATS 2001). */
int gr_bootstrap_weight(uint64_t seed, uint64_t member, uint64_t label);

/* Doubt: the length of the vector of variances of each action's share over the members (M. Kelly
 * et al., "HG-DAgger", ICRA 2019: ||diag(cov)||_2). shares: members rows of actions. */
double gr_doubt(const double *shares, size_t members, size_t actions);

/* The threshold learned from doubts at take-overs: the mean of their last quarter, of at least one;
 * gr_missing() without any. */
double gr_doubt_threshold(const double *doubts, size_t count);

#endif

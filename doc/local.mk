### the manual page and the shell completions, made from the program's own tables

noinst_PROGRAMS = doc/make_doc
doc_make_doc_SOURCES = \
	doc/doc.h \
	doc/doc_bash.c \
	doc/doc_fish.c \
	doc/doc_man.c \
	doc/doc_shell.c \
	doc/doc_zsh.c \
	doc/make_doc.c
doc_make_doc_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/src
doc_make_doc_LDADD = $(gradus_LDADD)

nodist_man1_MANS = doc/gradus.1
dist_doc_DATA = doc/lessons.md
bashdir = $(datadir)/bash-completion/completions
nodist_bash_DATA = doc/bash/gradus
zshdir = $(datadir)/zsh/site-functions
nodist_zsh_DATA = doc/_gradus
fishdir = $(datadir)/fish/vendor_completions.d
nodist_fish_DATA = doc/gradus.fish

templates = doc/gradus.1.in doc/gradus.bash.in doc/_gradus.in doc/gradus.fish.in
made = $(templates:.in=)

$(made): doc/make_doc$(EXEEXT) $(templates)
	$(AM_V_GEN)doc/make_doc$(EXEEXT) $(srcdir)/$@.in $@

# bash loads it by the name of the program
doc/bash/gradus: doc/gradus.bash
	$(AM_V_GEN)$(MKDIR_P) doc/bash && cp doc/gradus.bash $@

CLEANFILES = $(made) doc/bash/gradus
EXTRA_DIST += $(templates)

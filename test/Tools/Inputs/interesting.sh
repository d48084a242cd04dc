# interesting.sh TEXT TOOL FLAG.. FILE: exits with 1 where the tool says TEXT.
text=$1
shift
! "$@" 2>&1 | grep -q -e "$text"

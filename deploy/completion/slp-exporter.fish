complete -c slp-exporter -a '(slp-exporter --completion-bash (commandline -opc)[2..] (commandline -ct))'

<?php
/** What the plugin kept goes with it; threads stay where they are. */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'rejoinder_comments_server' );
delete_post_meta_by_key( '_rejoinder_comments_known' );

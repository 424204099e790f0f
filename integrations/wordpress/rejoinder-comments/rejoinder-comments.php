<?php
/**
 * Plugin Name: Rejoinder comments
 * Description: Puts Rejoinder's threads under posts, in place of WordPress's own comments.
 * Version: 0.2.0
 * Requires at least: 5.9
 * Requires PHP: 7.4
 * License: Apache-2.0
 * Text Domain: rejoinder-comments
 *
 * Settings -> Discussion says where Rejoinder is. What nobody else may know stands in wp-config.php:
 *   define( 'WP_REJOINDER_KEY', '...' );     // posts are handed in (rejoinder key create)
 *   define( 'WP_REJOINDER_SECRET', '...' );  // readers are signed on (rejoinder sign-on add-token)
 * Each may be missing.
 */

defined( 'ABSPATH' ) || exit;

require_once __DIR__ . '/thread.php';
require_once __DIR__ . '/articles.php';

/** Where Rejoinder is, without a slash at the end; empty until it is set. */
function rejoinder_comments_server(): string {
	return untrailingslashit( (string) get_option( 'rejoinder_comments_server', '' ) );
}

/** Whether everybody may read a post and what is said of it. */
function rejoinder_comments_is_public( WP_Post $post ): bool {
	return 'publish' === $post->post_status && '' === $post->post_password
		&& post_type_supports( $post->post_type, 'comments' ) && is_post_type_viewable( $post->post_type );
}

/** The theme's comments are ours, wherever a post has them open or had any. */
function rejoinder_comments_template( string $template ): string {
	return '' === rejoinder_comments_server() ? $template : __DIR__ . '/template.php';
}
add_filter( 'comments_template', 'rejoinder_comments_template', 20 );

/** `[rejoinder]` for themes and page builders that show no comments. */
function rejoinder_comments_shortcode(): string {
	$post = get_post();
	$here = '' !== rejoinder_comments_server() && $post instanceof WP_Post && rejoinder_comments_is_public( $post );
	return $here && ! is_feed() ? rejoinder_comments_thread( $post ) : '';
}
add_shortcode( 'rejoinder', 'rejoinder_comments_shortcode' );

/** WordPress takes no comments of its own beside ours: its ways in would lead around the judge. */
function rejoinder_comments_refuse( bool $open ): bool {
	return '' === rejoinder_comments_server() ? $open : false;
}

/** Pages ask whether comments are open before they show ours; whatever takes comments is told no. */
function rejoinder_comments_refuse_outside_pages( bool $open ): bool {
	$programs = ( defined( 'REST_REQUEST' ) && REST_REQUEST ) || ( defined( 'XMLRPC_REQUEST' ) && XMLRPC_REQUEST );
	return $programs ? rejoinder_comments_refuse( $open ) : $open;
}
if ( ! is_admin() ) {
	add_filter( 'pings_open', 'rejoinder_comments_refuse', 20 );
	add_filter( 'comments_open', 'rejoinder_comments_refuse_outside_pages', 20 );
}
add_action(
	'pre_comment_on_post',
	static function (): void {
		if ( '' !== rejoinder_comments_server() ) {
			wp_die( esc_html__( 'Comments are written under the article.', 'rejoinder-comments' ), '', array( 'response' => 403 ) );
		}
	}
);

/** An address that a site may use: https, or http for trying it out; nothing else. */
function rejoinder_comments_sanitize( $given ): string {
	return untrailingslashit( esc_url_raw( trim( (string) $given ), array( 'https', 'http' ) ) );
}

/** Settings -> Discussion: one line. */
function rejoinder_comments_settings(): void {
	register_setting( 'discussion', 'rejoinder_comments_server', array( 'type' => 'string', 'sanitize_callback' => 'rejoinder_comments_sanitize', 'default' => '' ) );
	add_settings_field(
		'rejoinder_comments_server',
		esc_html__( 'Rejoinder is at', 'rejoinder-comments' ),
		static function (): void {
			printf(
				'<input type="url" class="regular-text" name="rejoinder_comments_server" id="rejoinder_comments_server" value="%s" placeholder="https://comments.courier.example">',
				esc_attr( rejoinder_comments_server() )
			);
		},
		'discussion',
		'default',
		array( 'label_for' => 'rejoinder_comments_server' )
	);
}
add_action( 'admin_init', 'rejoinder_comments_settings' );
